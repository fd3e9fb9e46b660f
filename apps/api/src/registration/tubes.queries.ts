import {
  arrayLiteral,
  byteaArrayLiteral,
  CopyRows,
  copyRows,
  type Executor,
  type Transaction,
} from '#lis/persistence';
import type { JudgedTube } from './judge-tube.js';
import type { PreparedTube } from './prepared-tube.js';

export type StoredTube = {
  prepared: PreparedTube;
  judged: JudgedTube;
  outcome: 'accepted' | 'conflict';
  /** in the order of the members */
  personIds: number[];
  memberFlags: string[][];
  residenceIds: (number | null)[];
};

/** COPY: tubes that were claimed in this transaction can collide with nothing. */
export async function copyTubes(tx: Transaction, tubes: readonly StoredTube[], now: number): Promise<void> {
  const rows = new CopyRows();
  for (const { prepared, judged, outcome } of tubes) {
    const { tube, actor, code, sealedAt, members } = prepared;
    const quarantined = outcome === 'conflict' || actor.revoked;
    rows.row(17).int4(tube.sweepId).uuid(tube.id).text(code).text(tube.purpose).uuid(tube.causeTubeId);
    rows.int4(actor.siteId).int4(actor.id).uuid(tube.sessionId).moment(sealedAt).moment(now);
    rows.int4(judged.policyVersion).int2(judged.capacity).int2(members.length).text(outcome);
    rows
      .texts(judged.flags)
      .text(quarantined ? 'quarantined' : 'sealed')
      .bool(quarantined);
  }
  await copyRows(
    tx,
    `tube (sweep_id, id, code, purpose, cause_tube_id, site_id, device_id, session_id, sealed_at, registered_at,
      policy_version, capacity, member_count, outcome, flags, state, held)`,
    rows,
  );
}

/** COPY of the members of these tubes. */
export async function copyMembers(tx: Transaction, tubes: readonly StoredTube[]): Promise<void> {
  const rows = new CopyRows();
  for (const { prepared, personIds, memberFlags, residenceIds } of tubes) {
    const { sweepId, id } = prepared.tube;
    prepared.members.forEach(({ category, household }, index) => {
      rows.row(8).int4(sweepId).uuid(id);
      rows
        .int2(index + 1)
        .int8(personIds[index] ?? null)
        .text(category);
      rows
        .int4(residenceIds[index] ?? null)
        .hex(household)
        .texts(memberFlags[index] ?? []);
    });
  }
  await copyRows(
    tx,
    'member (sweep_id, tube_id, ordinal, person_id, category, residence_id, household, flags)',
    rows,
  );
}

export type CoverageRow = { personId: number; residenceId: number | null; tubes: number };

/**
 * Counts valid screening tubes of each person; answers those who had one before, with how many they have now.
 * Sorted, so that families that two processes register in opposite order wait instead of crossing.
 */
export async function addCoverage(
  db: Executor,
  sweepId: number,
  rows: readonly CoverageRow[],
): Promise<{ personId: number; tubes: number }[]> {
  if (rows.length === 0) return [];
  return db`
    with counted as (
      insert into coverage (sweep_id, person_id, residence_id, tubes)
      select ${sweepId}::int, * from unnest(
        ${arrayLiteral(rows.map(({ personId }) => personId))}::text::bigint[],
        ${arrayLiteral(rows.map(({ residenceId }) => residenceId))}::text::int[],
        ${arrayLiteral(rows.map(({ tubes }) => tubes))}::text::smallint[]) as c (person_id, residence, tubes)
      order by person_id
      on conflict (sweep_id, person_id) do update set tubes = coverage.tubes + excluded.tubes,
        residence_id = case when coverage.tubes = 0 then excluded.residence_id else coverage.residence_id end
      returning person_id, tubes)
    select person_id as "personId", tubes from counted where tubes > 1`;
}

/** Counts persons who have no screening tube yet. @throws unique violation when another process was quicker */
export async function copyCoverage(
  tx: Transaction,
  sweepId: number,
  rows: readonly CoverageRow[],
): Promise<void> {
  const copied = new CopyRows();
  // in one order everywhere, like every other lock
  for (const { personId, residenceId, tubes } of rows.toSorted((a, b) => a.personId - b.personId)) {
    copied.row(4).int4(sweepId).int8(personId).int4(residenceId).int2(tubes);
  }
  await copyRows(tx, 'coverage (sweep_id, person_id, residence_id, tubes)', copied);
}

/** Of these persons, those who have a count in the sweep. */
export async function findCovered(
  db: Executor,
  sweepId: number,
  personIds: readonly number[],
): Promise<Set<number>> {
  if (personIds.length === 0) return new Set();
  const found = await db<{ personId: number }[]>`
    select person_id as "personId" from coverage
    where sweep_id = ${sweepId} and person_id = any(${arrayLiteral(personIds)}::text::bigint[])`;
  return new Set(found.map(({ personId }) => personId));
}

export type OtherParticulars = { personId: number; sweepId: number; tubeId: string; particulars: Uint8Array };

export async function insertOtherParticulars(
  db: Executor,
  rows: readonly OtherParticulars[],
  dataKeyId: number,
): Promise<void> {
  if (rows.length === 0) return;
  await db`
    insert into person_particulars (person_id, sweep_id, tube_id, particulars, data_key_id)
    select *, ${dataKeyId}::smallint from unnest(
      ${arrayLiteral(rows.map(({ personId }) => personId))}::text::bigint[],
      ${arrayLiteral(rows.map(({ sweepId }) => sweepId))}::text::int[],
      ${arrayLiteral(rows.map(({ tubeId }) => tubeId))}::text::uuid[],
      ${byteaArrayLiteral(rows.map(({ particulars }) => particulars))}::text::bytea[])`;
}

/** Recollections that these single tubes fulfil. Answers tube ids. */
export async function fulfilRecollections(db: Executor, tubes: readonly StoredTube[]): Promise<Set<string>> {
  const singles = tubes.flatMap(({ prepared: { tube }, outcome, personIds }) =>
    tube.purpose === 'recollection' && outcome === 'accepted' && tube.causeTubeId && personIds.length === 1
      ? [{ sweepId: tube.sweepId, cause: tube.causeTubeId, id: tube.id, personId: personIds[0] ?? 0 }]
      : [],
  );
  if (singles.length === 0) return new Set();
  const rows = await db<{ id: string }[]>`
    update recollection r set single_tube_id = s.id
    from unnest(
      ${arrayLiteral(singles.map(({ sweepId }) => sweepId))}::text::int[],
      ${arrayLiteral(singles.map(({ cause }) => cause))}::text::uuid[],
      ${arrayLiteral(singles.map(({ id }) => id))}::text::uuid[],
      ${arrayLiteral(singles.map(({ personId }) => personId))}::text::bigint[]) as s (sweep_id, cause, id, person_id)
    where r.sweep_id = s.sweep_id and r.tube_id = s.cause and r.person_id = s.person_id and r.single_tube_id is null
    returning s.id`;
  return new Set(rows.map(({ id }) => id));
}
