import { momentText } from '#lis/domain';
import { takesOrdersUnasked } from '#lis/hl7';
import type { Executor } from './connection.js';
import { readProfiles } from './sender-profiles.queries.js';

export type PlateOrderAsked =
  | { kind: 'asked' | 'already'; orderId: number }
  /** no instrument of that serial at the laboratory, or none that takes orders unasked, in its profile's language */
  | { kind: 'instrument-unknown' }
  | { kind: 'instrument-takes-no-orders' };

type Given = {
  plateId: string;
  sweepId: number;
  laboratoryId: number;
  instrumentSerial: string;
  /** epoch ms */
  at: number;
};

/**
 * Has a plate's orders sent to an instrument of its laboratory: the gateway finds the row and sends it. A plate that
 * is on its way there, or was taken there, is not ordered again; one that was refused or given up is.
 */
export async function askPlateOrder(tx: Executor, given: Given): Promise<PlateOrderAsked> {
  const { plateId, sweepId, laboratoryId, instrumentSerial, at } = given;
  const [instrument] = await tx<{ id: number; orders: string; profileId: string; profileVersion: number }[]>`
    select id, orders, profile_id as "profileId", profile_version as "profileVersion" from instrument
    where serial = ${instrumentSerial} and laboratory_id = ${laboratoryId} and (id < 0) = ${sweepId < 0}`;
  if (!instrument) return { kind: 'instrument-unknown' };
  const { profileId: id, profileVersion: version } = instrument;
  const key = { realm: sweepId < 0 ? 'drill' : 'real', id, version } as const;
  const takesUnasked = takesOrdersUnasked((await readProfiles(tx, [key]))(key));
  if (instrument.orders !== 'law-push' || !takesUnasked) return { kind: 'instrument-takes-no-orders' };
  const [made] = await tx<{ id: number }[]>`
    insert into order_message (instrument_id, cause, sweep_id, plate_id, state, made_at, next_try_at)
    values (${instrument.id}, 'plate', ${sweepId}, ${plateId}::uuid, 'waiting', ${momentText(at)}::text::timestamptz,
      clock_timestamp())
    on conflict (plate_id, instrument_id) where cause = 'plate' and state in ('waiting', 'sent', 'accepted')
    do nothing returning id`;
  if (made) return { kind: 'asked', orderId: made.id };
  const [standing] = await tx<{ id: number }[]>`
    select id from order_message where plate_id = ${plateId}::uuid and instrument_id = ${instrument.id} and cause = 'plate'
      and state in ('waiting', 'sent', 'accepted')`;
  return { kind: 'already', orderId: standing?.id ?? 0 };
}

/** The serial of the laboratory's instrument that plates are sent to, when there is exactly one. */
export async function onlyPushInstrument(tx: Executor, laboratoryId: number): Promise<string | null> {
  const rows = await tx<{ serial: string }[]>`
    select serial from instrument where laboratory_id = ${laboratoryId} and orders = 'law-push' limit 2`;
  return rows.length === 1 ? (rows[0]?.serial ?? null) : null;
}
