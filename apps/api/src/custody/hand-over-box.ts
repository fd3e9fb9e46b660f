import type { HandOverBoxAnswer, HandOverBoxRequest } from '#lis/contracts';
import { normaliseTubeCode } from '#lis/domain';
import {
  arrayLiteral,
  askAttention,
  type Executor,
  isCrossed,
  type Transaction,
  writeAudit,
} from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { catchUpWithBoxes } from './join-boxes.js';

type Answer = z.infer<typeof HandOverBoxAnswer>;

/**
 * A box goes from the site to the courier: its scanned codes and the courier's own count are kept, its tubes
 * move on. Codes that no tube holds yet stay in the box: their registration finds them there. Sent again: the
 * first answer.
 */
export async function handOverBox(context: Context, actor: Actor, box: HandOverBoxRequest): Promise<Answer> {
  const { db, clock } = context;
  const { siteId } = actor;
  if (siteId === null) throw new Rejection(403, 'credential-without-site');
  if (box.sweepId < 0 !== actor.id < 0) throw new Rejection(404, 'sweep-unknown');
  const codes = [...new Set(box.tubeCodes.map(normaliseTubeCode))];
  const at = clock.now(actor.realm);
  const write = () =>
    db.begin(async (tx) => {
      const outcome = await insertBox(tx, actor, siteId, box);
      let left: string[] | null = null;
      if (outcome === 'handed-over') {
        left = await putIntoBox(tx, box, codes);
        await writeAudit(tx, [
          {
            at,
            sweepId: box.sweepId,
            actor: actor.name,
            origin: actor.origin,
            action: 'box-handed-over',
            subject: `box:${box.id}`,
            detail: { scanned: codes.length, counted: box.countedTubes },
          },
        ]);
        if (codes.length !== box.countedTubes) {
          await askAttention(tx, [
            {
              sweepId: box.sweepId,
              code: 'box-count-mismatch',
              subject: `box:${box.id}`,
              detail: { scanned: codes.length, counted: box.countedTubes },
              at,
            },
          ]);
        }
      }
      return { outcome, left };
    });
  const { outcome, left } = await write().catch((error: unknown) => {
    if (isCrossed(error)) return write();
    throw error;
  });
  const scanned = outcome === 'replayed' ? await firstScanned(db, box) : codes;
  await catchUpWithBoxes(context, actor.realm, left ?? scanned);
  return { outcome, ...(await judgeCodes(db, box, scanned)) };
}

async function insertBox(
  tx: Transaction,
  actor: Actor,
  siteId: number,
  box: HandOverBoxRequest,
): Promise<Answer['outcome']> {
  const [laboratory] = await tx<
    { id: number }[]
  >`select id from laboratory where code = ${box.laboratoryCode}`;
  if (!laboratory || laboratory.id < 0 !== actor.id < 0) throw new Rejection(404, 'laboratory-unknown');
  const [sweep] = await tx`select 1 from sweep where id = ${box.sweepId}`;
  if (!sweep) throw new Rejection(404, 'sweep-unknown');
  const inserted = await tx`
    insert into box (sweep_id, id, code, site_id, laboratory_id, counted_at_hand_over, handed_over_at, handed_over_by)
    values (${box.sweepId}, ${box.id}, ${box.code}, ${siteId}, ${laboratory.id}, ${box.countedTubes},
      ${box.handedOverAt}, ${box.courier})
    on conflict do nothing`;
  if (inserted.count === 1) return 'handed-over';
  const [known] = await tx`select 1 from box where id = ${box.id} and code = ${box.code}`;
  if (!known) throw new Rejection(409, 'box-code-in-use');
  return 'replayed';
}

/** Answers the codes whose tubes were not moved: not registered yet, or elsewhere. */
async function putIntoBox(tx: Transaction, box: HandOverBoxRequest, codes: string[]): Promise<string[]> {
  await tx`
    insert into box_tube (sweep_id, box_id, code)
    select ${box.sweepId}, ${box.id}::uuid, code from unnest(${arrayLiteral(codes)}::text::text[]) as c (code)`;
  const moved = await tx<{ code: string }[]>`
    with mine as (
      select t.sweep_id, t.id from tube_code c join tube t on t.sweep_id = c.sweep_id and t.id = c.tube_id
      where c.code = any(${arrayLiteral(codes)}::text::text[]) and c.sweep_id = ${box.sweepId} and t.state = 'sealed'
      order by t.id for update of t)
    update tube t set state = 'handed-over', box_id = ${box.id}::uuid,
      handed_over_at = ${box.handedOverAt}::text::timestamptz
    from mine where t.sweep_id = mine.sweep_id and t.id = mine.id
    returning t.code`;
  const there = new Set(moved.map(({ code }) => code));
  return codes.filter((code) => !there.has(code));
}

/** What was scanned into the box the first time, whatever a repeat says. */
async function firstScanned(tx: Executor, box: HandOverBoxRequest): Promise<string[]> {
  const rows = await tx<{ code: string }[]>`
    select code from box_tube
    where sweep_id = ${box.sweepId} and box_id = ${box.id} and arrival is distinct from 'extra'
    order by code`;
  return rows.map(({ code }) => code);
}

async function judgeCodes(tx: Executor, box: HandOverBoxRequest, codes: string[]) {
  const [judged] = await tx<{ unregistered: string[]; elsewhere: string[] }[]>`
    select
      coalesce(array_agg(k.code) filter (where c.tube_id is null), '{}') as unregistered,
      coalesce(array_agg(k.code) filter (where t.box_id <> ${box.id}::uuid or t.state = 'void'), '{}')
        as elsewhere
    from unnest(${arrayLiteral(codes)}::text::text[]) as k (code)
    left join tube_code c on c.code = k.code
    left join tube t on t.sweep_id = c.sweep_id and t.id = c.tube_id`;
  return judged ?? { unregistered: [], elsewhere: [] };
}
