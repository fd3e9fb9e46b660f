import type { AmendTubeRequest } from '#lis/contracts';
import { askAttention, type Transaction, writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection, seal } from '#lis/platform';
import { type CountedTube, uncountTube } from './tube-coverage.js';

type Answer = { outcome: 'amended' | 'replayed' | 'correction-opened' };

/**
 * A change after sealing: stored beside the tube with its own client id, sealed with its reason and second person; membership
 * rows are never rewritten. A void tube takes back only its own coverage. After a result it is no amendment any
 * more: the tube is held and a correction is asked for.
 */
export async function amendTube(context: Context, actor: Actor, request: AmendTubeRequest): Promise<Answer> {
  const { db, clock, keys } = context;
  if (request.secondPerson === actor.name) throw new Rejection(409, 'second-person-same');
  const at = clock.now(actor.realm);
  return db.begin(async (tx): Promise<Answer> => {
    const [tube] = await tx<CountedTube[]>`
      select t.id, t.sweep_id as "sweepId", t.site_id as "siteId", t.purpose, t.state, t.member_count as members
      from tube_code c join tube t on t.sweep_id = c.sweep_id and t.id = c.tube_id
      where c.tube_id = ${request.tubeId} for update of t`;
    if (!tube || tube.siteId !== actor.siteId) throw new Rejection(404, 'tube-unknown');
    const body = seal(keys, actor.realm, JSON.stringify(request), `tube_amendment:${request.id}`);
    const stored = await tx`
      insert into tube_amendment (id, sweep_id, tube_id, kind, body, data_key_id, requested_by, amended_at)
      values (${request.id}, ${tube.sweepId}, ${request.tubeId}, ${request.kind}, ${body},
        ${keys[actor.realm].dataKeyId}, ${actor.name}, ${at})
      on conflict (id) do nothing`;
    if (stored.count === 0) return { outcome: 'replayed' };
    const subject = `tube:${request.tubeId}`;
    const audit = { at, sweepId: tube.sweepId, actor: actor.name, origin: actor.origin, subject };
    const late = ['resulted', 'released'].includes(tube.state);
    await writeAudit(tx, [
      { ...audit, action: `tube-${request.kind}`, detail: { amendment: request.id, late } },
    ]);
    if (late) {
      await tx`update tube set held = true where sweep_id = ${tube.sweepId} and id = ${request.tubeId}`;
      await askAttention(tx, [{ sweepId: tube.sweepId, code: 'amended-after-result', subject, at }]);
      return { outcome: 'correction-opened' };
    }
    if (request.kind === 'void') await voidTube(tx, tube, at);
    else await askAttention(tx, [{ sweepId: tube.sweepId, code: `tube-${request.kind}`, subject, at }]);
    return { outcome: 'amended' };
  });
}

async function voidTube(tx: Transaction, tube: CountedTube, at: number): Promise<void> {
  const moved = await tx`
    update tube set state = 'void' where sweep_id = ${tube.sweepId} and id = ${tube.id} and state <> 'void'`;
  if (moved.count > 0 && tube.state !== 'quarantined') await uncountTube(tx, tube, at);
}
