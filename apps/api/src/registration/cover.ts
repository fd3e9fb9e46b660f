import type { Transaction } from '#lis/persistence';
import type { KnownPerson, NewPerson } from './persons.queries.js';
import { addCoverage, copyCoverage, findCovered, type StoredTube } from './tubes.queries.js';
import type { Group } from './write-group.js';

/** A person's screening tubes of one sweep in one commit. */
type Count = { personId: number; residenceId: number | null; tubes: number; lastTube: StoredTube };
export type CoveredPeople = { sweepId: number; residenceId: number | null; people: number }[];

/**
 * Counts the screening tubes of each person and flags who had one before; answers how many people are newly
 * covered, by residence. A conflict covers nobody until it is decided.
 */
export async function cover(
  group: Group,
  tx: Transaction,
  stored: readonly StoredTube[],
): Promise<CoveredPeople> {
  const screening = stored.filter(
    ({ prepared, outcome }) =>
      prepared.tube.purpose === 'screening' && outcome === 'accepted' && !prepared.actor.revoked,
  );
  const covered: CoveredPeople = [];
  for (const sweepId of new Set(screening.map(({ prepared }) => prepared.tube.sweepId))) {
    const tubes = screening.filter(({ prepared }) => prepared.tube.sweepId === sweepId);
    covered.push(...(await coverSweep(group, tx, sweepId, tubes)));
  }
  return covered;
}

async function coverSweep(
  { careful, found, newcomers }: Group,
  tx: Transaction,
  sweepId: number,
  tubes: readonly StoredTube[],
): Promise<CoveredPeople> {
  const counts = countTubes(tubes);
  const strangers = careful ? new Set<number>() : idsOfStrangers(newcomers, found);
  const rows = [...counts.values()];
  const known = rows.filter(({ personId }) => !strangers.has(personId));
  const before = careful
    ? new Set(known.map(({ personId }) => personId))
    : await findCovered(
        tx,
        sweepId,
        known.map(({ personId }) => personId),
      );
  const [repeated, fresh] = [
    rows.filter(({ personId }) => before.has(personId)),
    rows.filter(({ personId }) => !before.has(personId)),
  ];
  await copyCoverage(tx, sweepId, fresh);
  // how many tubes each has now, of those who have more than one
  const totals = new Map(
    (await addCoverage(tx, sweepId, repeated)).map(({ personId, tubes: total }) => [personId, total]),
  );
  // twice in this very commit, without a tube before it
  for (const { personId, tubes: total } of fresh) if (total > 1) totals.set(personId, total);
  if (totals.size > 0) flagSampledBefore(tubes, counts, totals);

  const people = new Map<number | null, number>();
  for (const { personId, residenceId, tubes: added } of rows) {
    if ((totals.get(personId) ?? added) > added) continue;
    people.set(residenceId, (people.get(residenceId) ?? 0) + 1);
  }
  return [...people].map(([residenceId, number]) => ({ sweepId, residenceId, people: number }));
}

function countTubes(tubes: readonly StoredTube[]): Map<number, Count> {
  const counts = new Map<number, Count>();
  for (const tube of tubes) {
    tube.personIds.forEach((personId, index) => {
      const count = counts.get(personId);
      if (!count) {
        const residenceId = tube.residenceIds[index] ?? null;
        counts.set(personId, { personId, residenceId, tubes: 1, lastTube: tube });
      } else if (count.lastTube !== tube) {
        count.tubes++;
        count.lastTube = tube;
      }
    });
  }
  return counts;
}

/** Persons who were inserted in this very transaction: nobody else can have counted them. */
function idsOfStrangers(
  newcomers: ReadonlyMap<string, NewPerson>,
  found: ReadonlyMap<string, KnownPerson>,
): Set<number> {
  const ids = new Set<number>();
  for (const [hash, { id }] of newcomers) if (!found.has(hash)) ids.add(id);
  return ids;
}

/** The first tube of a person in the round is not flagged; every later one is, also within one commit. */
function flagSampledBefore(
  tubes: readonly StoredTube[],
  counts: ReadonlyMap<number, Count>,
  totals: ReadonlyMap<number, number>,
): void {
  const seen = new Set<number>();
  for (const { personIds, memberFlags } of tubes) {
    for (const personId of new Set(personIds)) {
      const total = totals.get(personId);
      if (total === undefined) continue;
      const before = total - (counts.get(personId)?.tubes ?? 0);
      if (before > 0 || seen.has(personId)) {
        memberFlags[personIds.indexOf(personId)]?.push('sampled-before-in-this-round');
      }
      seen.add(personId);
    }
  }
}
