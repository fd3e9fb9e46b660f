import { isIP } from 'node:net';
import { arrayLiteral, failureCode, type Transaction } from '#lis/persistence';
import { Rejection } from '#lis/platform';

const exclusionViolation = '23P01';
const uniqueViolation = '23505';
const checkViolation = '23514';

/**
 * Does `work`, which changes what instruments are known by, and refuses what would leave a message with two senders.
 * @throws Rejection 409 `connection-ambiguous`: two that only their connection tells apart would fit one;
 * `names-ambiguous`: two with the same MSH-3 and MSH-4 at one address, or one without names beside another;
 * `order-port-speaks-hl7`: an instrument that speaks ASTM and is told its orders at a port of its own
 */
export async function refusingAmbiguous<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (failureCode(error) === exclusionViolation) throw new Rejection(409, 'connection-ambiguous');
    if (failureCode(error) === uniqueViolation) throw new Rejection(409, 'names-ambiguous');
    if (failureCode(error) === checkViolation) throw new Rejection(409, 'order-port-speaks-hl7');
    throw error;
  }
}

/** One change at a time: two that are each clear alone may be ambiguous together. */
export async function lockInstruments(tx: Transaction): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('instruments', 0))`;
}

/**
 * Refuses one that is known by its names beside one that is known by its connection where a message would fit both: the
 * same names, or none, from one address to one port, and no certificate.
 */
export async function checkNames(tx: Transaction, ids: readonly number[]): Promise<void> {
  const given = arrayLiteral([...ids]);
  const [both] = await tx`
    select 1 from instrument a join instrument b on a.id <> b.id and a.allowed_address && b.allowed_address
      and (a.local_port is null or b.local_port is null or a.local_port = b.local_port)
      and a.certificate_sha256 is null and b.certificate_sha256 is null
      and ((a.sending_application = '' and a.sending_facility = '')
        or (a.sending_application = b.sending_application and a.sending_facility = b.sending_facility))
    where (a.id = any(${given}::text::int[]) or b.id = any(${given}::text::int[]))
      and a.identified_by = 'names' and b.identified_by = 'connection' limit 1`;
  if (both) throw new Rejection(409, 'names-ambiguous');
}

/** An address, or a net with its bits. */
export function isNet(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  const widest = version === 4 ? 32 : 128;
  return (
    version !== 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && +bits <= widest))
  );
}
