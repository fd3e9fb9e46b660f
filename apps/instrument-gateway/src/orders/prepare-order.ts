import { formatHl7Time, type SenderProfile } from '#lis/hl7';
import { findWorkOrders, type FoundOrder, type Transaction } from '#lis/persistence';
import type { Context } from '#lis/platform';
import type { DueOrder } from './claim-orders.queries.js';
import { auditOrder } from './order-fate.queries.js';
import { MAX_PLATE_ATTEMPTS, MAX_QUERY_ATTEMPTS } from './order-pace.js';
import { moveOrder, nextControlIds, profileOfInstrument, writeOrderBody } from './orders.queries.js';
import { withdrawRest } from './settle-orders.js';

export type Prepared = { controlId: string; body: Buffer };
/** The bytes of a plate's orders in an instrument's language; `time` as YYYYMMDDHHMMSS with zone. Null: they cannot be said. */
export type WriteOrders = (
  found: readonly FoundOrder[],
  given: { controlId: string; time: string; profile: SenderProfile },
) => Buffer | null;

/**
 * One order on its way out, in one transaction: what is sent stands as sent before it leaves, with bytes that are made
 * once. Null: it is not to be sent, because it was tried often enough, or nothing of it is to be measured any more.
 */
export async function prepareOrder(
  { db, clock }: Context,
  order: DueOrder,
  write: WriteOrders,
): Promise<Prepared | null> {
  const at = clock.now(order.id < 0 ? 'drill' : 'real');
  const { orderId, sweepId, attempts, controlId, body } = order;
  return db.begin<Prepared | null>(async (tx) => {
    await tx`set local statement_timeout = '5s'`;
    if (attempts > (order.cause === 'plate' ? MAX_PLATE_ATTEMPTS : MAX_QUERY_ATTEMPTS)) {
      await giveUp(tx, order, at);
      return null;
    }
    const isMade = controlId !== null && body !== null;
    const made = isMade ? { controlId, body } : await makeOrder(tx, order, write, at);
    if (made !== null && (await moveOrder(tx, orderId, ['waiting'], 'sent', at)))
      await auditOrder(tx, at, sweepId, orderId, 'order-sent', { attempt: attempts });
    return made;
  });
}

/** The orders of the plate as they are at the first sending. */
async function makeOrder(
  tx: Transaction,
  order: DueOrder,
  write: WriteOrders,
  at: number,
): Promise<Prepared | null> {
  const { id, orderId, sweepId, plateBarcode } = order;
  const found = (await findWorkOrders(tx, id, { codes: [plateBarcode ?? ''] })).filter(
    ({ place }) => place?.plateBarcode === plateBarcode,
  );
  const [controlId = ''] = await nextControlIds(tx, 1);
  const profile = await profileOfInstrument(tx, order);
  const body = found.length === 0 ? null : write(found, { controlId, time: formatHl7Time(at, 0), profile });
  if (body === null) {
    if (await moveOrder(tx, orderId, ['waiting'], 'withdrawn', at))
      await auditOrder(tx, at, sweepId, orderId, 'order-withdrawn');
    return null;
  }
  const codes = found.map(({ code }) => code);
  // another process may have been first
  return (await writeOrderBody(tx, orderId, { controlId, body, codes })) ? { controlId, body } : null;
}

async function giveUp(
  tx: Transaction,
  { orderId, sweepId, queryId, attempts }: DueOrder,
  at: number,
): Promise<void> {
  if (!(await moveOrder(tx, orderId, ['waiting', 'sent'], 'timeout', at))) return;
  await auditOrder(tx, at, sweepId, orderId, 'order-timeout', { attempts: attempts - 1 });
  if (queryId !== null) await withdrawRest(tx, queryId, at);
}
