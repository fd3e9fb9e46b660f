import type { DecideConflictRequest } from '#lis/contracts';
import { askAttention, type Transaction, writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { writeRemark } from '../remarks/index.js';
import { type CountedTube, countTube, uncountTube } from '../registration/index.js';

type Claimant = CountedTube & { holder: boolean; outcome: string };
type Request = z.infer<typeof DecideConflictRequest>;

/**
 * Two tubes claim one code; a person with the tube in the hand says which it is. The other is void and its
 * people are to be collected again. When the one in the hand is not the one that was tested under the code, or
 * neither is known, no result under that code may stand: the tube stays held and a correction is asked for.
 * Coverage follows the decision: until then the tube that lost its code covered nobody.
 */
export async function decideConflict(context: Context, actor: Actor, request: Request) {
  const { db, clock } = context;
  const at = clock.now(actor.realm);
  if (request.sweepId < 0 !== actor.id < 0) throw new Rejection(404, 'sweep-unknown');
  return db.begin(async (tx) => {
    const claimants = await readClaimants(tx, request);
    if (claimants.length < 2) throw new Rejection(404, 'conflict-unknown');
    const chosen = claimants.find(({ id }) => id === request.tubeId);
    if (request.tubeId !== null && !chosen) throw new Rejection(404, 'tube-not-of-this-conflict');
    const holder = claimants.find((claimant) => claimant.holder);
    const tested = holder && ['plated', 'resulted', 'released'].includes(holder.state) ? holder : undefined;
    for (const loser of claimants.filter((claimant) => claimant !== chosen && claimant !== tested)) {
      await tx`update tube set state = 'void', held = true where sweep_id = ${loser.sweepId} and id = ${loser.id}`;
      if (loser.state !== 'quarantined') await uncountTube(tx, loser, at);
    }
    if (tested && tested !== chosen) {
      await askAttention(tx, [
        { sweepId: tested.sweepId, code: 'result-under-wrong-tube', subject: `tube:${tested.id}`, at },
      ]);
    }
    if (chosen) await reinstate(tx, request.code, chosen, holder, at);
    const tubeIds = claimants.map(({ id }) => id);
    await writeRemark(tx, context, actor, { about: 'conflict', text: request.reason, tubeIds });
    await writeAudit(tx, [
      {
        at,
        sweepId: request.sweepId,
        actor: actor.name,
        origin: actor.origin,
        action: 'conflict-decided',
        subject: `tube:${request.tubeId ?? 'none'}`,
        // not the code: what was scanned as one may be a document's number
        detail: { claimants: claimants.map(({ id }) => id) },
      },
    ]);
    await tx`
      update attention set closed_at = ${at}, closed_by = ${actor.name}
      where code = 'tube-conflict' and closed_at is null and subject = any(${claimants.map(({ id }) => `tube:${id}`)})`;
    return { decided: true as const };
  });
}

/** The tubes of the sweep under the code, and the one that holds it: a label may come back in a later sweep. */
async function readClaimants(tx: Transaction, { sweepId, code }: Request): Promise<Claimant[]> {
  return tx<Claimant[]>`
    select t.id, t.sweep_id as "sweepId", t.site_id as "siteId", t.purpose, t.member_count as members,
      c.code = t.code as holder, t.state, t.outcome
    from tube t join tube_code c on c.tube_id = t.id
    where t.code = ${code} and t.state <> 'void'
      and (t.sweep_id = ${sweepId}
        or t.sweep_id = (select sweep_id from tube_code where code = ${code} and (sweep_id < 0) = ${sweepId < 0}))
    order by t.id for update of t`;
}

async function reinstate(
  tx: Transaction,
  code: string,
  chosen: Claimant,
  holder: Claimant | undefined,
  at: number,
): Promise<void> {
  if (holder && holder !== chosen) {
    // the code changes hands; both rows keep their tube ids, so that replays still find their first receipts
    await tx`update tube_code set code = ${`conflict:${holder.id}`} where tube_id = ${holder.id}`;
    await tx`update tube_code set code = ${code} where tube_id = ${chosen.id}`;
  }
  const [now] = await tx<{ state: string }[]>`
    update tube t set held = false, outcome = 'accepted',
      state = case when t.state <> 'quarantined' then t.state
        when b.arrival in ('received', 'extra') then 'received' when b.arrival = 'rejected' then 'rejected'
        when b.code is not null then 'handed-over' else 'sealed' end,
      reject_reason = coalesce(t.reject_reason, b.reject_reason),
      box_id = coalesce(t.box_id, x.id), laboratory_id = coalesce(t.laboratory_id, x.laboratory_id),
      handed_over_at = coalesce(t.handed_over_at, x.handed_over_at), received_at = coalesce(t.received_at, x.received_at)
    from (select 1) one
      left join lateral (
        select * from box_tube where sweep_id = ${chosen.sweepId} and code = ${code}
        order by arrival in ('received', 'extra', 'rejected') desc nulls last limit 1) b on true
      left join box x on x.id = b.box_id
    where t.sweep_id = ${chosen.sweepId} and t.id = ${chosen.id}
    returning t.state`;
  if (chosen.state === 'quarantined') await countTube(tx, { ...chosen, state: now?.state ?? '' }, at);
}
