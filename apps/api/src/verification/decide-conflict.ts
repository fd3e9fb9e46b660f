import type { DecideConflictRequest } from '#lis/contracts';
import { askAttention, type Transaction, writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';

type Claimant = { id: string; code: string; holder: boolean; state: string; outcome: string };
type Request = z.infer<typeof DecideConflictRequest>;

/**
 * Two tubes claim one code; a person with the tube in the hand says which it is. The other is void and its
 * people are to be collected again. When the one in the hand is not the one that was tested under the code, or
 * neither is known, no result under that code may stand: the tube stays held and a correction is asked for.
 */
export async function decideConflict({ db, clock }: Context, actor: Actor, request: Request) {
  const at = clock.now(actor.realm);
  return db.begin(async (tx) => {
    const claimants = await tx<Claimant[]>`
      select t.id, t.code, c.code = t.code as holder, t.state, t.outcome
      from tube t join tube_code c on c.tube_id = t.id
      where t.sweep_id = ${request.sweepId} and t.code = ${request.code} and t.state <> 'void'
      order by t.id for update of t`;
    if (claimants.length < 2) throw new Rejection(404, 'conflict-unknown');
    const chosen = claimants.find(({ id }) => id === request.tubeId);
    if (request.tubeId !== null && !chosen) throw new Rejection(404, 'tube-not-of-this-conflict');
    const holder = claimants.find((claimant) => claimant.holder);
    const tested = holder && ['plated', 'resulted', 'released'].includes(holder.state) ? holder : undefined;
    for (const loser of claimants.filter((claimant) => claimant !== chosen && claimant !== tested)) {
      await tx`update tube set state = 'void', held = true where sweep_id = ${request.sweepId} and id = ${loser.id}`;
    }
    if (tested && tested !== chosen) {
      await askAttention(tx, [
        { sweepId: request.sweepId, code: 'result-under-wrong-tube', subject: `tube:${tested.id}`, at },
      ]);
    }
    if (chosen) await reinstate(tx, request, chosen, holder);
    await writeAudit(tx, [
      {
        at,
        sweepId: request.sweepId,
        actor: actor.name,
        origin: actor.origin,
        action: 'conflict-decided',
        subject: `tube:${request.tubeId ?? 'none'}`,
        detail: { code: request.code, claimants: claimants.map(({ id }) => id) },
      },
    ]);
    await tx`
      update attention set closed_at = ${at}, closed_by = ${actor.name}
      where sweep_id = ${request.sweepId} and code = 'tube-conflict' and closed_at is null
        and subject in (select 'tube:' || c.id from tube c where c.sweep_id = ${request.sweepId} and c.code = ${request.code})`;
    return { decided: true as const };
  });
}

async function reinstate(
  tx: Transaction,
  { sweepId, code }: Request,
  chosen: Claimant,
  holder: Claimant | undefined,
): Promise<void> {
  if (holder && holder !== chosen) {
    // the code changes hands; both rows keep their tube ids, so that replays still find their first receipts
    await tx`update tube_code set code = ${`conflict:${holder.id}`} where tube_id = ${holder.id}`;
    await tx`update tube_code set code = ${code} where tube_id = ${chosen.id}`;
  }
  await tx`
    update tube t set held = false, outcome = 'accepted',
      state = case when t.state <> 'quarantined' then t.state
        when b.arrival in ('received', 'extra') then 'received' when b.code is not null then 'handed-over' else 'sealed' end,
      box_id = coalesce(t.box_id, x.id), laboratory_id = coalesce(t.laboratory_id, x.laboratory_id),
      handed_over_at = coalesce(t.handed_over_at, x.handed_over_at), received_at = coalesce(t.received_at, x.received_at)
    from (select 1) one
      left join box_tube b on b.sweep_id = ${sweepId} and b.code = ${code}
      left join box x on x.id = b.box_id
    where t.sweep_id = ${sweepId} and t.id = ${chosen.id}`;
}
