import { addTallies, type TallyRow, type Transaction } from '#lis/persistence';
import { addCoverage } from './tubes.queries.js';

export type CountedTube = {
  id: string;
  sweepId: number;
  siteId: number;
  purpose: string;
  state: string;
  members: number;
};
type Covered = { residenceId: number | null; people: number };

/** Takes back what a tube counted for, no more: a person with another valid tube stays covered. */
export async function uncountTube(tx: Transaction, tube: CountedTube, at: number): Promise<void> {
  if (tube.purpose !== 'screening') return;
  const uncovered = await tx<Covered[]>`
    with people as (
      select sweep_id, person_id from coverage
      where sweep_id = ${tube.sweepId} and tubes > 0 and person_id in (
        select person_id from member where sweep_id = ${tube.sweepId} and tube_id = ${tube.id})
      order by person_id for update),
    taken as (
      update coverage c set tubes = c.tubes - 1 from people p
      where c.sweep_id = p.sweep_id and c.person_id = p.person_id
      returning c.residence_id, c.tubes)
    select residence_id as "residenceId", count(*)::int as people from taken where tubes = 0 group by 1`;
  await addTallies(tx, talliesOf(tube, uncovered, at, -1));
}

/** Counts a tube that counted for nothing while it was in dispute. */
export async function countTube(tx: Transaction, tube: CountedTube, at: number): Promise<void> {
  if (tube.purpose !== 'screening') return;
  const people = await tx<{ personId: number; residenceId: number | null }[]>`
    select distinct on (person_id) person_id as "personId", residence_id as "residenceId" from member
    where sweep_id = ${tube.sweepId} and tube_id = ${tube.id} order by person_id, ordinal`;
  const rows = people.map((person) => ({ ...person, tubes: 1 }));
  const before = new Set((await addCoverage(tx, tube.sweepId, rows)).map(({ personId }) => personId));
  const covered = people
    .filter(({ personId }) => !before.has(personId))
    .map(({ residenceId }) => ({ residenceId, people: 1 }));
  await addTallies(tx, talliesOf(tube, covered, at, 1));
}

function talliesOf(tube: CountedTube, covered: readonly Covered[], at: number, sign: 1 | -1): TallyRow[] {
  const common = { sweepId: tube.sweepId, siteId: tube.siteId, residenceId: null, at };
  const stages = ['received', 'plated'].includes(tube.state) ? ['registered', 'received'] : ['registered'];
  return [
    ...stages.flatMap((stage) => [
      { ...common, metric: stage, n: sign },
      { ...common, metric: `${stage}-people`, n: sign * tube.members },
    ]),
    ...covered.map(({ residenceId, people }) => ({
      ...common,
      metric: 'covered',
      siteId: null,
      residenceId: residenceId ?? 0,
      n: sign * people,
    })),
  ];
}
