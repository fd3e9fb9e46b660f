import { randomUUID } from 'node:crypto';
import type { Db } from '#lis/persistence';
import type { Laboratory } from '#lis/testing';
import { type Fate, fates, type Tubes } from './fates.js';

const unboxed: Fate[] = ['loose', 'void', 'conflict', 'travelling', 'lost'];

/**
 * Box A was received with an extra tube that no tablet has sent yet, box B lost the one tube that it had, box C is on
 * the way.
 */
export async function enterBoxes(
  owner: Db,
  { sweepId, siteId, laboratoryId }: Laboratory,
  tubes: Tubes,
): Promise<void> {
  const arrived = fates.filter((fate) => !unboxed.includes(fate));
  const enter = async (
    name: string,
    typed: number,
    found: number | null,
    scans: { code: string; arrival: string | null }[],
  ) => {
    const id = randomUUID();
    const receivedAt = found === null ? null : '2030-01-01T03:00Z';
    await owner`
      insert into box values (${sweepId}, ${id}, ${`BOX-${name}${sweepId}`}, ${siteId}, ${laboratoryId}, ${typed},
        '2030-01-01T02:00Z', 'courier', ${found}, ${receivedAt}, 'technician')`;
    await owner`
      insert into box_tube (sweep_id, box_id, code, arrival) select ${sweepId}, ${id}, * from unnest(
        ${scans.map(({ code }) => code)}::text[], ${scans.map(({ arrival }) => arrival)}::text[])`;
    await owner`
      update tube set box_id = ${id} where sweep_id = ${sweepId} and state <> 'quarantined'
        and code = any(${scans.map(({ code }) => code)}::text[])`;
  };
  await enter('A', arrived.length, arrived.length + 1, [
    ...arrived.map((fate) => ({
      code: tubes[fate].code,
      arrival: fate === 'rejected' ? 'rejected' : 'received',
    })),
    { code: `UNSENT${-sweepId}`, arrival: 'extra' },
  ]);
  await enter('B', 1, 0, [{ code: tubes.lost.code, arrival: 'missing' }]);
  await enter('C', 1, null, [{ code: tubes.travelling.code, arrival: null }]);
}
