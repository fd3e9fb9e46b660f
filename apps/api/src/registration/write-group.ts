import type { Realm } from '#lis/domain';
import type { Transaction } from '#lis/persistence';
import { seal } from '#lis/platform';
import { judgeTube } from './judge-tube.js';
import { findPersons, insertPersons, type KnownPerson, type NewPerson } from './persons.queries.js';
import type { PreparedTube } from './prepared-tube.js';
import { recordRegistration } from './record-registration.js';
import type { ReferenceData } from './reference-data.js';
import type { Outcome, Registration } from './register-tubes.js';
import { settleUnclaimed } from './settle-unclaimed.js';
import type { TabletFacts } from './tablet-facts.queries.js';
import { claimCodes } from './claim-codes.queries.js';
import {
  addCoverage,
  copyMembers,
  fulfilRecollections,
  insertOtherParticulars,
  insertTubes,
  joinBoxes,
  type OtherParticulars,
  type StoredTube,
} from './tubes.queries.js';

export type Group = Registration & {
  realm: Realm;
  facts: ReferenceData;
  tablets: TabletFacts;
  found: ReadonlyMap<string, KnownPerson>;
  newcomers: ReadonlyMap<string, NewPerson>;
};

/** The transaction of a group of tubes; locks are taken in one order: codes, persons, coverage. */
export async function writeGroup(
  group: Group,
  tx: Transaction,
  tubes: PreparedTube[],
): Promise<Map<PreparedTube, Outcome>> {
  const outcomes = new Map<PreparedTube, Outcome>();
  const claimed = await claimCodes(tx, tubes, ({ code }) => code);
  const mine = tubes.filter(({ tube }) => claimed.has(tube.id));
  const conflicts =
    mine.length < tubes.length ? await settleUnclaimed(group, tx, tubes, claimed, outcomes) : new Set();
  const written = tubes.filter((tube) => claimed.has(tube.tube.id) || conflicts.has(tube));
  if (written.length === 0) return outcomes;

  const persons = await writePersons(group, tx, written);
  const now = group.clock.now(group.realm);
  const others: OtherParticulars[] = [];
  const stored = written.map((prepared): StoredTube => {
    const sweep = group.facts.sweeps.get(prepared.tube.sweepId);
    if (!sweep) throw new Error('a tube of an unknown sweep came this far');
    const people = prepared.members.map(({ identityHash }) => {
      const person = persons.get(identityHash);
      if (!person) throw new Error('a member without a person came this far');
      return person;
    });
    const residenceIds = prepared.members.map(({ residence }) =>
      residence === null ? null : (group.facts.residences.get(residence) ?? null),
    );
    return {
      prepared,
      judged: judgeTube(prepared, sweep, group.tablets, now),
      outcome: conflicts.has(prepared) ? 'conflict' : 'accepted',
      personIds: people.map(({ id }) => id),
      residenceIds,
      memberFlags: prepared.members.map((member, index) => {
        const flags = [...member.flags];
        if (residenceIds[index] === null) flags.push('residence-unknown');
        const person = people[index];
        if (person && !member.particularsHash.equals(person.particularsHash)) {
          flags.push('particulars-differ');
          others.push(otherParticulars(group, prepared, person.id, member.particulars));
        }
        return flags;
      }),
    };
  });
  const covered = await cover(tx, stored);
  const ordered = await fulfilRecollections(tx, stored);
  for (const { prepared, judged } of stored) {
    if (prepared.tube.purpose === 'recollection' && !ordered.has(prepared.tube.id)) {
      judged.flags.push('cause-unknown');
    }
  }
  // sent one after the other without waiting: one round trip for all of them
  await Promise.all([
    insertTubes(tx, stored, now),
    insertOtherParticulars(tx, others, group.keys[group.realm].dataKeyId),
    recordRegistration(tx, stored, covered, now),
  ]);
  await copyMembers(tx, stored);
  await joinBoxes(tx, stored);
  for (const tube of stored) outcomes.set(tube.prepared, receiptOf(tube));
  return outcomes;
}

/** Every person of the group by identity hash, the new ones inserted; a race with another process is settled. */
async function writePersons(
  { found, newcomers, keys, realm, clock }: Group,
  tx: Transaction,
  tubes: readonly PreparedTube[],
): Promise<ReadonlyMap<string, KnownPerson>> {
  const persons = new Map<string, KnownPerson>(found);
  const wanted = new Set<string>();
  for (const { members } of tubes) {
    for (const { identityHash } of members) if (!found.has(identityHash)) wanted.add(identityHash);
  }
  if (wanted.size === 0) return persons;
  const missing = [...newcomers.values()].filter(({ identityHash }) => wanted.has(identityHash));
  for (const person of missing) persons.set(person.identityHash, person);
  const inserted = await insertPersons(tx, missing, keys[realm], clock.now(realm));
  if (inserted < missing.length) {
    for (const [hash, person] of await findPersons(tx, [...wanted])) persons.set(hash, person);
  }
  return persons;
}

function otherParticulars(
  { keys, realm }: Group,
  { tube }: PreparedTube,
  personId: number,
  particulars: string,
): OtherParticulars {
  const sealed = seal(keys, realm, particulars, `person_particulars:${tube.id}:${personId}`);
  return { personId, sweepId: tube.sweepId, tubeId: tube.id, particulars: sealed };
}

export type CoveredPeople = Map<string, { sweepId: number; residenceId: number | null; people: number }>;

/**
 * Counts the screening tubes of each person and flags who had one before; answers how many people are newly
 * covered, by residence. A conflict covers nobody until it is decided.
 */
async function cover(tx: Transaction, stored: readonly StoredTube[]): Promise<CoveredPeople> {
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
  const repeated = await addCoverage(tx, [...counts.values()]);
  const left = new Map(repeated.map((row) => [`${row.sweepId}/${row.personId}`, row.tubes]));
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

function receiptOf({ prepared, outcome, judged, memberFlags }: StoredTube): Outcome {
  return {
    tubeId: prepared.tube.id,
    outcome,
    flags: judged.flags,
    memberFlags: memberFlags.flatMap((flags, index) =>
      flags.length > 0 ? [{ ordinal: index + 1, flags }] : [],
    ),
  };
}
