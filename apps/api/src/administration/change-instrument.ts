import type { ChangeInstrumentRequest } from '#lis/contracts';
import type { Transaction } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { administer } from './administer.js';
import { checkNames, isNet, lockInstruments, refusingAmbiguous } from './ambiguous-instruments.js';

type Known = { sendingApplication: string; sendingFacility: string; allowedAddress: string };

/**
 * An instrument that sends other names, or from another address, from now on; both stand in the audit with what they
 * were. Gateways know it within 3 s.
 * @throws Rejection 400 `malformed`; 404 `instrument-unknown`; 409 as `refusingAmbiguous`
 */
export function changeInstrument(
  context: Context,
  actor: Actor,
  { instrumentId, ...given }: z.infer<typeof ChangeInstrumentRequest>,
) {
  if (given.allowedAddress !== undefined && !isNet(given.allowedAddress))
    throw new Rejection(400, 'malformed', { field: 'allowedAddress' });
  const detail: Record<string, unknown> = {};
  const change = { action: 'instrument-changed', subject: () => `instrument:${instrumentId}`, detail };
  return refusingAmbiguous(() =>
    administer(context, actor, change, async (tx) => {
      await lockInstruments(tx);
      const from = await known(tx, actor, instrumentId);
      const to: Known = {
        sendingApplication: given.sendingApplication ?? from.sendingApplication,
        sendingFacility: given.sendingFacility ?? from.sendingFacility,
        allowedAddress: given.allowedAddress ?? from.allowedAddress,
      };
      await tx`
        update instrument set sending_application = ${to.sendingApplication}, sending_facility = ${to.sendingFacility},
          allowed_address = ${to.allowedAddress}::text::inet
        where id = ${instrumentId}`;
      await checkNames(tx, [instrumentId]);
      Object.assign(detail, { from, to });
      return { changed: true };
    }),
  );
}

async function known(tx: Transaction, actor: Actor, instrumentId: number): Promise<Known> {
  const [row] = await tx<Known[]>`
    select sending_application as "sendingApplication", sending_facility as "sendingFacility",
      abbrev(allowed_address) as "allowedAddress"
    from instrument where id = ${instrumentId} and (id < 0) = ${actor.id < 0} for update`;
  if (!row) throw new Rejection(404, 'instrument-unknown');
  return row;
}
