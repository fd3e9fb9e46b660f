import type { Identity, LookUpAnswer } from '#lis/contracts';
import { identityKey, momentText, type Realm } from '#lis/domain';
import { arrayLiteral } from '#lis/persistence';
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
  // asked first, so that the plan of the rest knows that it is about one or two people: as one statement it read
  // every member of the sweep
  const same = await db<{ id: number }[]>`
    with recursive same (id) as (
      select id from person where identity_hash = decode(${hash}, 'hex')
      union
      select case when a.person_id = s.id then a.canonical_id else a.person_id end
      from same s join person_alias a on (a.person_id = s.id or a.canonical_id = s.id) and a.undone_at is null)
    select id from same`;
  if (same.length === 0) return nothing;
  const ids = arrayLiteral(same.map(({ id }) => id));
  const [latest] = await db<Latest[]>`
    select t.purpose, t.state, t.held or t.outcome = 'conflict' as held, t.sealed_at as "sealedAt",
      r.outcome, r.state as "resultState", r.released_at as "releasedAt",
      exists (select from person_hold where person_id = any(${ids}::text::bigint[]) and closed_at is null) as "onHold",
      exists (select from recollection where person_id = any(${ids}::text::bigint[]) and single_tube_id is null) as recollect,
      exists (select from case_file f
        join lateral (
          select outcome from tube_result where sweep_id = f.sweep_id and tube_id = f.tube_id
          order by version desc limit 1) p on p.outcome = 'positive'
        where f.person_id = any(${ids}::text::bigint[]) and f.kind = 'positive-person' and f.closed_at is null) as positive
    from member m join tube t on t.sweep_id = m.sweep_id and t.id = m.tube_id
    left join lateral (
      select outcome, state, released_at from tube_result
      where sweep_id = t.sweep_id and tube_id = t.id order by version desc limit 1) r on true
    where m.person_id = any(${ids}::text::bigint[]) and t.state <> 'void'
    order by t.sealed_at desc, t.id desc limit 1`;
  if (!latest) return nothing;
  const sampledAt = momentText(latest.sealedAt);
  const say = (status: LookUpAnswer['status']): LookUpAnswer => ({ status, sampledAt, resultedAt: null });
  if (latest.positive) return { ...say('positive'), resultedAt: moment(latest.releasedAt) };
  // an unfit tube never gets a result: its people are sampled again
  if (latest.recollect || latest.state === 'rejected') return say('recollect');
  if (latest.onHold || latest.held) return say('under-review');
  if (latest.resultState !== 'released') return say('in-progress');
  if (latest.outcome !== 'negative') return say('under-review');
  return { ...say('negative'), resultedAt: moment(latest.releasedAt) };
}

const moment = (at: number | null) => (at === null ? null : momentText(at));
