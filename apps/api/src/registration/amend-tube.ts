import type { AmendTubeRequest } from '#lis/contracts';
import { addTallies, askAttention, type Transaction, writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection, seal } from '#lis/platform';

type Amended = { sweepId: number; siteId: number; purpose: string; state: string; members: number };
type Answer = { outcome: 'amended' | 'replayed' | 'correction-opened' };

/**
 * A change after sealing: stored beside the tube with its own client id, reason and second person; membership
 * rows are never rewritten. A void tube takes back only its own coverage. After a result it is no amendment any
 * more: the tube is held and a correction is asked for.
 */
export async function amendTube(context: Context, actor: Actor, request: AmendTubeRequest): Promise<Answer> {
  const { db, clock, keys } = context;
  const at = clock.now(actor.realm);
  return db.begin(async (tx): Promise<Answer> => {
    const [tube] = await tx<Amended[]>`
      select t.sweep_id as "sweepId", t.site_id as "siteId", t.purpose, t.state, t.member_count as members
      from tube_code c join tube t on t.sweep_id = c.sweep_id and t.id = c.tube_id
      where c.tube_id = ${request.tubeId} for update of t`;
    if (!tube || tube.siteId !== actor.siteId) throw new Rejection(404, 'tube-unknown');
    const body = seal(keys, actor.realm, JSON.stringify(request), `tube_amendment:${request.id}`);
    const stored = await tx`
      insert into tube_amendment (id, sweep_id, tube_id, kind, body, data_key_id, reason, requested_by, second_person,
        amended_at)
      values (${request.id}, ${tube.sweepId}, ${request.tubeId}, ${request.kind}, ${body},
        ${keys[actor.realm].dataKeyId}, ${request.reason}, ${actor.name}, ${request.secondPerson}, ${at})
      on conflict (id) do nothing`;
    if (stored.count === 0) return { outcome: 'replayed' };
    const subject = `tube:${request.tubeId}`;
    const audit = { at, sweepId: tube.sweepId, actor: actor.name, origin: actor.origin, subject };
    const late = ['resulted', 'released'].includes(tube.state);
    await writeAudit(tx, [{ ...audit, action: `tube-${request.kind}`, detail: { amendment: request.id, late } }]);
    if (late) {
      await tx`update tube set held = true where sweep_id = ${tube.sweepId} and id = ${request.tubeId}`;
      await askAttention(tx, [{ sweepId: tube.sweepId, code: 'amended-after-result', subject, at }]);
      return { outcome: 'correction-opened' };
    }
    if (request.kind === 'void') await voidTube(tx, tube, request.tubeId, at);
    else await askAttention(tx, [{ sweepId: tube.sweepId, code: `tube-${request.kind}`, subject, at }]);
    return { outcome: 'amended' };
  });
}

async function voidTube(tx: Transaction, tube: Amended, tubeId: string, at: number): Promise<void> {
  const moved = await tx`
    update tube set state = 'void' where sweep_id = ${tube.sweepId} and id = ${tubeId} and state <> 'void'`;
  if (moved.count === 0 || tube.purpose !== 'screening' || tube.state === 'quarantined') return;
  const uncovered = await tx<{ residenceId: number | null; people: number }[]>`
    with taken as (
      update coverage c set tubes = c.tubes - 1
      from (select distinct person_id from member where sweep_id = ${tube.sweepId} and tube_id = ${tubeId}) m
      where c.sweep_id = ${tube.sweepId} and c.person_id = m.person_id and c.tubes > 0
      returning c.residence_id, c.tubes)
    select residence_id as "residenceId", count(*)::int as people from taken where tubes = 0 group by 1`;
  const common = { sweepId: tube.sweepId, siteId: tube.siteId, residenceId: null, at };
  await addTallies(tx, [
    { ...common, metric: 'registered', n: -1 },
    { ...common, metric: 'registered-people', n: -tube.members },
    ...uncovered.map(({ residenceId, people }) => ({
      ...common,
      metric: 'covered',
      siteId: null,
      residenceId: residenceId ?? 0,
      n: -people,
    })),
  ]);
}
