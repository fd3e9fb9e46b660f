import type { Transaction } from '#lis/persistence';
import type { KnownPerson, NewPerson } from './persons.queries.js';
import { addCoverage, copyCoverage, findCovered, type StoredTube } from './tubes.queries.js';
import type { Group } from './write-group.js';

const keyOf = ({ sweepId, personId }: { sweepId: number; personId: number }) => `${sweepId}/${personId}`;

/** Persons who were inserted in this very transaction: nobody else can have counted them. */
function idsOfStrangers(
  newcomers: ReadonlyMap<string, NewPerson>,
  found: ReadonlyMap<string, KnownPerson>,
): Set<number> {
  const ids = new Set<number>();
  for (const [hash, { id }] of newcomers) if (!found.has(hash)) ids.add(id);
  return ids;
}

export type CoveredPeople = Map<string, { sweepId: number; residenceId: number | null; people: number }>;

/**
 * Counts the screening tubes of each person and flags who had one before; answers how many people are newly
 * covered, by residence. A conflict covers nobody until it is decided.
 */
export async function cover(
  { careful, found, newcomers }: Group,
  tx: Transaction,
  stored: readonly StoredTube[],
): Promise<CoveredPeople> {
  type Count = { sweepId: number; personId: number; residenceId: number | null; tubes: number };
  const counts = new Map<string, Count>();
  const screening = stored.filter(
    ({ prepared, outcome }) =>
      prepared.tube.purpose === 'screening' && outcome === 'accepted' && !prepared.actor.revoked,
  );
  for (const { prepared, personIds, residenceIds } of screening) {
    new Set(personIds).forEach((personId) => {
      const key = `${prepared.tube.sweepId}/${personId}`;
      const count = counts.get(key);
      if (count) count.tubes++;
      else {
        const residenceId = residenceIds[personIds.indexOf(personId)] ?? null;
        counts.set(key, { sweepId: prepared.tube.sweepId, personId, residenceId, tubes: 1 });
      }
    });
  }
  const strangers = careful ? new Set<number>() : idsOfStrangers(newcomers, found);
  const rows = [...counts.values()];
  const fresh = rows.filter(({ personId }) => strangers.has(personId));
  const known = rows.filter(({ personId }) => !strangers.has(personId));
  const before = careful ? new Set(known.map(keyOf)) : await findCovered(tx, known);
  await copyCoverage(tx, [...fresh, ...known.filter((row) => !before.has(keyOf(row)))]);
  const repeated = await addCoverage(
    tx,
    known.filter((row) => before.has(keyOf(row))),
  );
  const left = new Map(repeated.map((row) => [keyOf(row), row.tubes]));
  // twice in this very commit, without a tube before it
  for (const row of rows) if (row.tubes > 1 && !left.has(keyOf(row))) left.set(keyOf(row), row.tubes);
  const covered: CoveredPeople = new Map();
  for (const [key, { sweepId, residenceId, tubes }] of counts) {
    if ((left.get(key) ?? tubes) > tubes) continue;
    const place = `${sweepId}/${residenceId}`;
    const sum = covered.get(place);
    if (sum) sum.people++;
    else covered.set(place, { sweepId, residenceId, people: 1 });
  }
  if (left.size > 0) flagSampledBefore(screening, counts, left);
  return covered;
}

/** The first tube of a person in the round is not flagged; every later one is, also within one commit. */
function flagSampledBefore(
  screening: readonly StoredTube[],
  counts: ReadonlyMap<string, { tubes: number }>,
  left: ReadonlyMap<string, number>,
): void {
  const seen = new Set<string>();
  for (const { prepared, personIds, memberFlags } of screening) {
    new Set(personIds).forEach((personId) => {
      const key = `${prepared.tube.sweepId}/${personId}`;
      const total = left.get(key);
      if (total === undefined) return;
      const before = total - (counts.get(key)?.tubes ?? 0);
      if (before > 0 || seen.has(key)) {
        memberFlags[personIds.indexOf(personId)]?.push('sampled-before-in-this-round');
      }
      seen.add(key);
    });
  }
}
