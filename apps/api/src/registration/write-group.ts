import type { Realm } from '#lis/domain';
import { holdOffRetention, type Transaction } from '#lis/persistence';
import { seal } from '#lis/platform';
import { judgeTube } from './judge-tube.js';
import {
  copyPersons,
  findPersons,
  insertPersons,
  type KnownPerson,
  type NewPerson,
} from './persons.queries.js';
import type { PreparedTube } from './prepared-tube.js';
import { recordRegistration } from './record-registration.js';
import type { ReferenceData } from './reference-data.js';
import type { Outcome, Registration } from './register-tubes.js';
import { settleUnclaimed } from './settle-unclaimed.js';
import type { TabletFacts } from './tablet-facts.queries.js';
import { claimCodes } from './claim-codes.queries.js';
import { cover } from './cover.js';
import {
  copyMembers,
  fulfilRecollections,
  insertOtherParticulars,
  copyTubes,
  type OtherParticulars,
  type StoredTube,
} from './tubes.queries.js';

export type Group = Registration & {
  realm: Realm;
  facts: ReferenceData;
  tablets: TabletFacts;
  found: ReadonlyMap<string, KnownPerson>;
  /** how often people had been erased when these were found */
  erasures: number | null;
  newcomers: ReadonlyMap<string, NewPerson>;
  /**
   * Quick: persons who were not there a moment ago are copied, and a collision fails the group, which is then written
   * carefully: every key is claimed by the statement that writes it.
   */
  careful: boolean;
};

/** The transaction of a group of tubes; locks are taken in one order: retention, codes, persons, coverage. */
export async function writeGroup(
  group: Group,
  tx: Transaction,
  tubes: PreparedTube[],
): Promise<Map<PreparedTube, Outcome>> {
  const outcomes = new Map<PreparedTube, Outcome>();
  // sent together: one round trip
  const [, claimed] = await Promise.all([
    holdOffRetention(tx, group.realm, group.erasures),
    claimCodes(tx, tubes, ({ code }) => code),
  ]);
  const conflicts =
    claimed.size < tubes.length ? await settleUnclaimed(group, tx, tubes, claimed, outcomes) : new Set();
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
        if (person && member.particularsHash !== person.particularsHash) {
          flags.push('particulars-differ');
          others.push(otherParticulars(group, prepared, person.id, member.particulars));
        }
        return flags;
      }),
    };
  });
  const covered = await cover(group, tx, stored);
  const ordered = await fulfilRecollections(tx, stored);
  for (const { prepared, judged } of stored) {
    if (prepared.tube.purpose === 'recollection' && !ordered.has(prepared.tube.id)) {
      judged.flags.push('cause-unknown');
    }
  }
  // sent one after the other without waiting: one round trip for all of them
  await Promise.all([
    insertOtherParticulars(tx, others, group.keys[group.realm].dataKeyId),
    recordRegistration(tx, stored, covered, now),
  ]);
  await copyTubes(tx, stored, now);
  await copyMembers(tx, stored);
  for (const tube of stored) outcomes.set(tube.prepared, receiptOf(tube));
  return outcomes;
}

/** Every person of the group by identity hash, the new ones inserted; a race with another process is settled. */
async function writePersons(
  { found, newcomers, keys, realm, clock, careful }: Group,
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
  if (!careful) {
    await copyPersons(tx, missing, keys[realm], clock.now(realm));
    return persons;
  }
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
