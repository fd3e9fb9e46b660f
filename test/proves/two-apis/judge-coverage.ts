import type { Db } from '#lis/persistence';
import { waitUntil } from '../../product/wait-until.js';

/** The kept counts against a recount of the members. */
export async function judgeCoverage(owner: Db, tubes: number): Promise<string | null> {
  const [rows] = await owner<{ tubes: number; members: number }[]>`
    select (select count(*)::int from tube) as tubes, (select count(*)::int from member) as members`;
  if (rows?.tubes !== tubes || rows.members !== tubes * 10) {
    return `${tubes} tubes of ten were accepted; stored: ${rows?.tubes} tubes, ${rows?.members} members`;
  }
  const [person] = await owner<{ id: string; kept: number; counted: number }[]>`
    select coalesce(c.person_id, m.person_id)::text as id, coalesce(c.tubes, 0)::int as kept,
      coalesce(m.tubes, 0)::int as counted
    from coverage c full join (
      select person_id, count(distinct tube_id) as tubes from member group by person_id) m using (person_id)
    where c.tubes is distinct from m.tubes limit 1`;
  if (person)
    return `person ${person.id} is covered ${person.kept} times and stands in ${person.counted} tubes`;
  const folded = await waitUntil(async () => {
    const [waiting] = await owner<{ n: number }[]>`select count(*)::int as n from tally_delta`;
    return waiting?.n === 0;
  }, 10_000);
  if (folded === null) return 'the tallies were not folded within 10 s';
  const [place] = await owner<{ id: number; kept: number; counted: number }[]>`
    select coalesce(k.residence_id, c.residence_id) as id, coalesce(k.n, 0)::int as kept,
      coalesce(c.n, 0)::int as counted
    from (select residence_id, n from residence_tally where metric = 'covered') k
    full join (
      select coalesce(residence_id, 0) as residence_id, count(*) as n from coverage where tubes > 0 group by 1) c
      using (residence_id)
    where k.n is distinct from c.n limit 1`;
  if (place) return `residence ${place.id}: ${place.kept} are kept as covered, ${place.counted} are counted`;
  const [sum] = await owner<{ n: number }[]>`
    select coalesce(sum(n), 0)::int as n from progress_tally where metric = 'registered'`;
  return sum?.n === tubes ? null : `${sum?.n} tubes are tallied, ${tubes} were registered`;
}
