import { momentText } from '#lis/domain';
import {
  arrayLiteral,
  byteaArrayLiteral,
  copyField,
  copyLines,
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

const textArray = (values: readonly string[]) => `{${values.join(',')}}`;

/** COPY: tubes that were claimed in this transaction can collide with nothing. */
export async function copyTubes(tx: Transaction, tubes: readonly StoredTube[], now: number): Promise<void> {
  const at = momentText(now);
  let lines = '';
  for (const { prepared, judged, outcome } of tubes) {
    const { tube, actor, code } = prepared;
    const quarantined = outcome === 'conflict' || actor.revoked;
    const fields = [
      tube.sweepId,
      tube.id,
      code,
      tube.purpose,
      tube.causeTubeId,
      actor.siteId,
      actor.id,
      tube.sessionId,
      tube.sealedAt,
      at,
      judged.policyVersion,
      judged.capacity,
      prepared.members.length,
      outcome,
      textArray(judged.flags),
      quarantined ? 'quarantined' : 'sealed',
      quarantined,
    ];
    lines += `${fields.map(copyField).join('\t')}\n`;
  }
  await copyLines(
    tx,
    `tube (sweep_id, id, code, purpose, cause_tube_id, site_id, device_id, session_id, sealed_at, registered_at,
      policy_version, capacity, member_count, outcome, flags, state, held)`,
    lines,
  );
}

/** COPY of the members of these tubes. */
export async function copyMembers(tx: Transaction, tubes: readonly StoredTube[]): Promise<void> {
  let lines = '';
  for (const { prepared, personIds, memberFlags, residenceIds } of tubes) {
    const start = `${prepared.tube.sweepId}\t${prepared.tube.id}\t`;
    prepared.members.forEach(({ category, household }, index) => {
      lines += `${start}${index + 1}\t${personIds[index] ?? ''}\t${copyField(category)}\t${copyField(
        residenceIds[index] ?? null,
      )}\t${copyField(household)}\t${textArray(memberFlags[index] ?? [])}\n`;
    });
  }
  await copyLines(
    tx,
    'member (sweep_id, tube_id, ordinal, person_id, category, residence_id, household, flags)',
    lines,
  );
}

export type CoverageRow = { sweepId: number; personId: number; residenceId: number | null; tubes: number };

/**
 * Counts valid screening tubes of each person; answers those who had one before. Sorted, so that families that
 * two processes register in opposite order wait instead of crossing.
 */
export async function addCoverage(
  db: Executor,
  rows: readonly CoverageRow[],
): Promise<{ sweepId: number; personId: number; tubes: number }[]> {
  if (rows.length === 0) return [];
  return db`
    with counted as (
      insert into coverage (sweep_id, person_id, residence_id, tubes)
      select * from unnest(
        ${arrayLiteral(rows.map(({ sweepId }) => sweepId))}::text::int[],
        ${arrayLiteral(rows.map(({ personId }) => personId))}::text::bigint[],
        ${arrayLiteral(rows.map(({ residenceId }) => residenceId))}::text::int[],
        ${arrayLiteral(rows.map(({ tubes }) => tubes))}::text::smallint[]) as c (sweep_id, person_id, residence, tubes)
      order by sweep_id, person_id
      on conflict (sweep_id, person_id) do update set tubes = coverage.tubes + excluded.tubes,
        residence_id = case when coverage.tubes = 0 then excluded.residence_id else coverage.residence_id end
      returning sweep_id, person_id, tubes)
    select sweep_id as "sweepId", person_id as "personId", tubes from counted where tubes > 1`;
}

/** Counts persons who have no screening tube yet. @throws unique violation when another process was quicker */
export async function copyCoverage(tx: Transaction, rows: readonly CoverageRow[]): Promise<void> {
  let lines = '';
  // in one order everywhere, like every other lock
  for (const { sweepId, personId, residenceId, tubes } of rows.toSorted((a, b) => a.personId - b.personId)) {
    lines += `${sweepId}\t${personId}\t${copyField(residenceId)}\t${tubes}\n`;
  }
  await copyLines(tx, 'coverage (sweep_id, person_id, residence_id, tubes)', lines);
}

/** Of these persons, those who have a count in their sweep: `sweep/person`. */
export async function findCovered(db: Executor, rows: readonly CoverageRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const found = await db<{ sweepId: number; personId: number }[]>`
    select c.sweep_id as "sweepId", c.person_id as "personId" from unnest(
      ${arrayLiteral(rows.map(({ sweepId }) => sweepId))}::text::int[],
      ${arrayLiteral(rows.map(({ personId }) => personId))}::text::bigint[]) as p (sweep_id, person_id)
    join coverage c on c.sweep_id = p.sweep_id and c.person_id = p.person_id`;
  return new Set(found.map(({ sweepId, personId }) => `${sweepId}/${personId}`));
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

export type ArrivedTube = { sweepId: number; siteId: number; purpose: string; members: number };

/**
 * A tube whose box came before its registration takes its place in custody now; answers those that are at the
 * laboratory already. Of two boxes with its code the one where it arrived counts.
 */
export async function joinBoxes(db: Executor, tubes: readonly PreparedTube[]): Promise<ArrivedTube[]> {
  const joined = await db<(ArrivedTube & { state: string })[]>`
    update tube t set box_id = b.id, laboratory_id = b.laboratory_id, handed_over_at = b.handed_over_at,
      received_at = case when bt.arrival in ('received', 'extra') then b.received_at end,
      reject_reason = bt.reject_reason,
      state = case bt.arrival when 'received' then 'received' when 'extra' then 'received'
        when 'rejected' then 'rejected' else 'handed-over' end
    from (
      select distinct on (sweep_id, code) sweep_id, code, box_id, arrival, reject_reason from box_tube
      where code = any(${arrayLiteral(tubes.map(({ code }) => code))}::text::text[])
      order by sweep_id, code, arrival in ('received', 'extra', 'rejected') desc nulls last) bt
    join box b on b.id = bt.box_id
    where t.sweep_id = bt.sweep_id and t.code = bt.code and t.state = 'sealed'
      and t.id = any(${arrayLiteral(tubes.map(({ tube }) => tube.id))}::text::uuid[])
    returning t.sweep_id as "sweepId", t.site_id as "siteId", t.purpose, t.member_count as members, t.state`;
  return joined.filter(({ state }) => state === 'received');
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
