import type { TubeReceipt } from '#lis/contracts';
import type { Realm } from '#lis/domain';
import { isCrossed, isUnavailable, isUniqueViolation } from '#lis/persistence';
import { type Context, Rejection, seal } from '#lis/platform';
import { catchUpWithBoxes } from '../custody/index.js';
import { type KnownPerson, lookUpPersons, type NewPerson } from './persons.queries.js';
import type { PreparedTube } from './prepared-tube.js';
import type { ReferenceData } from './reference-data.js';
import type { TabletFacts } from './tablet-facts.queries.js';
import { writeGroup } from './write-group.js';

export type Outcome = Omit<TubeReceipt, 'line'>;
export type Registration = Context & {
  referenceData: (sweepIds: Iterable<number>) => Promise<ReferenceData>;
  tabletFacts: (tubes: readonly PreparedTube[]) => Promise<TabletFacts>;
  personIds: (realm: Realm, count: number) => Promise<number[]>;
};

/**
 * Registers a group of sealed tubes of one realm: one transaction, one statement a table, an outcome per tube
 * in their order. When a line makes the transaction fail, the group is halved until that line stands alone:
 * its neighbours are accepted, it is refused by name. Crossed transactions are done again.
 * @throws when the database is unavailable: nobody is answered whose rows are not there (law 1)
 */
export async function registerTubes(
  registration: Registration,
  realm: Realm,
  tubes: PreparedTube[],
  tries = 0,
): Promise<Outcome[]> {
  try {
    return await registerTogether(registration, realm, tubes, tries > 0);
  } catch (error) {
    if (isUnavailable(error) || error instanceof Rejection) throw error;
    if (tries === 0 && isUniqueViolation(error)) return registerTubes(registration, realm, tubes, 1);
    if (isCrossed(error) && tries < 10) return registerTubes(registration, realm, tubes, tries + 1);
    const [only] = tubes;
    if (tubes.length === 1 && only) return [refusal(only, 'not-storable')];
    const middle = tubes.length >> 1;
    return [
      ...(await registerTubes(registration, realm, tubes.slice(0, middle), 1)),
      ...(await registerTubes(registration, realm, tubes.slice(middle), 1)),
    ];
  }
}

async function registerTogether(
  given: Registration,
  realm: Realm,
  tubes: PreparedTube[],
  careful: boolean,
): Promise<Outcome[]> {
  // values are sealed before and inside the transaction and their key's id is written at its end: one copy for all
  const registration = { ...given, keys: { ...given.keys } };
  const facts = await registration.referenceData(tubes.map(({ tube }) => tube.sweepId));
  const placed = tubes.filter(({ tube }) => facts.sweeps.has(tube.sweepId));
  if (placed.length === 0) return tubes.map((tube) => refusal(tube, 'sweep-unknown'));
  // outside the transaction: whom retention erases meanwhile, and what is not found yet, is settled inside
  const [{ found, erasures }, tablets] = await Promise.all([
    lookUpPersons(registration.db, realm, hashesOf(placed)),
    registration.tabletFacts(placed),
  ]);
  const newcomers = await admit(registration, realm, placed, found);
  const outcomes = await registration.db.begin((tx) =>
    writeGroup({ ...registration, realm, facts, tablets, found, erasures, newcomers, careful }, tx, placed),
  );
  // replays too: the process that registered them may have died before it looked
  const there = placed.filter((tube) => ['accepted', 'replayed'].includes(outcomes.get(tube)?.outcome ?? ''));
  await catchUpWithBoxes(
    registration,
    realm,
    there.map(({ code }) => code),
  );
  return tubes.map((tube) => outcomes.get(tube) ?? refusal(tube, 'sweep-unknown'));
}

function refusal({ tube }: PreparedTube, code: string): Outcome {
  return { tubeId: tube.id, outcome: 'refused', flags: [], memberFlags: [], code };
}

function hashesOf(tubes: readonly PreparedTube[]): string[] {
  const hashes = new Set<string>();
  for (const { members } of tubes) for (const { identityHash } of members) hashes.add(identityHash);
  return [...hashes];
}

/** Persons whom nobody has seen before, with ids and sealed particulars. */
async function admit(
  { keys, personIds }: Registration,
  realm: Realm,
  tubes: readonly PreparedTube[],
  found: ReadonlyMap<string, KnownPerson>,
): Promise<Map<string, NewPerson>> {
  const strangers = new Map<string, { particulars: string; particularsHash: string }>();
  for (const { members } of tubes) {
    for (const member of members) {
      if (!found.has(member.identityHash)) strangers.set(member.identityHash, member);
    }
  }
  const newcomers = new Map<string, NewPerson>();
  if (strangers.size === 0) return newcomers;
  const ids = await personIds(realm, strangers.size);
  for (const [identityHash, { particulars, particularsHash }] of strangers) {
    const id = ids.pop();
    if (id === undefined) throw new Error('too few person ids');
    const sealed = seal(keys, realm, particulars, `person:${id}:particulars`);
    newcomers.set(identityHash, { id, identityHash, particulars: sealed, particularsHash });
  }
  return newcomers;
}
