import type { Identity, LookUpAnswer } from '#lis/contracts';
import { identityKey, momentText, type Realm } from '#lis/domain';
import { type Context, keyedHash } from '#lis/platform';

type Latest = {
  purpose: string;
  state: string;
  held: boolean;
  sealedAt: number;
  outcome: string | null;
  resultState: string | null;
  releasedAt: number | null;
  onHold: boolean;
  recollect: boolean;
  positive: boolean;
};

/**
 * A person's latest tube, under every alias. An open hold is read before any result; "negative" is said only of
 * a released negative version of the latest tube (law 5); anything not known is said to be in progress.
 */
export async function lookUp({ db, keys }: Context, realm: Realm, identity: Identity): Promise<LookUpAnswer> {
  const key = identityKey(identity);
  const nothing: LookUpAnswer = { status: 'not-sampled', sampledAt: null, resultedAt: null };
  if (key === null) return nothing;
  const hash = keyedHash(keys, realm, `identity\n${key}`);
  const [latest] = await db<Latest[]>`
    with me as (select id from person where identity_hash = ${hash}),
    same as (
      select id from me
      union select canonical_id from person_alias a join me on me.id = a.person_id where a.undone_at is null
      union select a.person_id from person_alias a join me on me.id = a.canonical_id where a.undone_at is null)
    select t.purpose, t.state, t.held or t.outcome = 'conflict' as held, t.sealed_at as "sealedAt",
      r.outcome, r.state as "resultState", r.released_at as "releasedAt",
      exists (select from person_hold h join same on same.id = h.person_id where h.closed_at is null) as "onHold",
      exists (select from recollection c join same on same.id = c.person_id where c.single_tube_id is null) as recollect,
      exists (select from case_file f join same on same.id = f.person_id
        where f.kind = 'positive-person' and f.closed_at is null) as positive
    from same join member m on m.person_id = same.id
    join tube t on t.sweep_id = m.sweep_id and t.id = m.tube_id
    left join lateral (
      select outcome, state, released_at from tube_result
      where sweep_id = t.sweep_id and tube_id = t.id order by version desc limit 1) r on true
    where t.state <> 'void'
    order by t.sealed_at desc, t.id desc limit 1`;
  if (!latest) return nothing;
  const sampledAt = momentText(latest.sealedAt);
  const say = (status: LookUpAnswer['status']): LookUpAnswer => ({ status, sampledAt, resultedAt: null });
  if (latest.positive) return { ...say('positive'), resultedAt: moment(latest.releasedAt) };
  if (latest.recollect) return say('recollect');
  if (latest.onHold || latest.held) return say('under-review');
  if (latest.resultState !== 'released') return say('in-progress');
  if (latest.outcome !== 'negative') return say('under-review');
  return { ...say('negative'), resultedAt: moment(latest.releasedAt) };
}

const moment = (at: number | null) => (at === null ? null : momentText(at));
