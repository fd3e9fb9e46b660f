import type { CheckpointRequest, DeviceCountRequest, OpenSessionRequest } from '#lis/contracts';
import { writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';

/** The site is the device's own (credential), never a field. Sent again: the same session. */
export async function openSession(
  { db, clock }: Context,
  actor: Actor,
  { id, sweepId, openedAt }: z.infer<typeof OpenSessionRequest>,
): Promise<{ id: string }> {
  const siteId = actor.siteId;
  if (siteId === null) throw new Rejection(403, 'device-without-site');
  const at = clock.now(actor.realm);
  await db.begin(async (tx) => {
    const [sweep] = await tx`select 1 from sweep where id = ${sweepId}`;
    if (!sweep || sweepId < 0 !== siteId < 0) throw new Rejection(404, 'sweep-unknown');
    const opened = await tx`
      insert into site_session (id, sweep_id, site_id, actor_id, opened_at, registered_at)
      values (${id}, ${sweepId}, ${siteId}, ${actor.id}, ${openedAt}, ${at}) on conflict (id) do nothing`;
    if (opened.count === 0) return;
    await writeAudit(tx, [
      {
        at,
        sweepId,
        actor: actor.name,
        origin: actor.origin,
        action: 'session-opened',
        subject: `session:${id}`,
      },
    ]);
  });
  return { id };
}

/** What a tablet says of a tube that it has open; optional, and a second opener is told (and flagged later). */
export async function noteCheckpoint(
  { db, clock }: Context,
  actor: Actor,
  { tubeId, code, members }: z.infer<typeof CheckpointRequest>,
): Promise<{ secondOpener: boolean }> {
  await db`
    insert into tube_checkpoint (code, actor_id, tube_id, members, noted_at)
    values (${code}, ${actor.id}, ${tubeId}, ${members}, ${clock.now(actor.realm)})
    on conflict (code, actor_id) do update
      set tube_id = excluded.tube_id, members = excluded.members, noted_at = excluded.noted_at`;
  const [other] =
    await db`select 1 from tube_checkpoint where code = ${code} and actor_id <> ${actor.id} limit 1`;
  return { secondOpener: other !== undefined };
}

/** The sender's own totals: the left side of the first equation of conservation (law 6). */
export async function countDevice(
  { db, clock }: Context,
  actor: Actor,
  count: z.infer<typeof DeviceCountRequest>,
): Promise<{ counted: true }> {
  if (count.sweepId < 0 !== actor.id < 0) throw new Rejection(404, 'sweep-unknown');
  await db`
    insert into device_count (device_id, sweep_id, sealed_tubes, sealed_members, acknowledged_tubes, counted_at)
    values (${actor.id}, ${count.sweepId}, ${count.sealedTubes}, ${count.sealedMembers}, ${count.acknowledgedTubes},
      ${clock.now(actor.realm)})
    on conflict (device_id, sweep_id) do update set sealed_tubes = excluded.sealed_tubes,
      sealed_members = excluded.sealed_members, acknowledged_tubes = excluded.acknowledged_tubes,
      counted_at = excluded.counted_at`;
  return { counted: true };
}
