import { momentText } from '#lis/domain';
import { arrayLiteral, byteaArrayLiteral, copyField, type Executor, type Transaction } from '#lis/persistence';
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

export async function insertTubes(db: Executor, tubes: readonly StoredTube[], now: number): Promise<void> {
  const quarantined = ({ outcome, prepared }: StoredTube) => outcome === 'conflict' || prepared.actor.revoked;
  await db`
    insert into tube (sweep_id, id, code, purpose, cause_tube_id, site_id, device_id, session_id, sealed_at,
      registered_at, policy_version, capacity, member_count, outcome, flags, state, held)
    select sweep_id, id, code, purpose, cause, site, device, session, sealed_at, ${momentText(now)}::text::timestamptz,
      policy, capacity, members, outcome, flags::text[], state, held
    from unnest(
      ${arrayLiteral(tubes.map(({ prepared }) => prepared.tube.sweepId))}::text::int[],
      ${arrayLiteral(tubes.map(({ prepared }) => prepared.tube.id))}::text::uuid[],
      ${arrayLiteral(tubes.map(({ prepared }) => prepared.code))}::text::text[],
      ${arrayLiteral(tubes.map(({ prepared }) => prepared.tube.purpose))}::text::text[],
      ${arrayLiteral(tubes.map(({ prepared }) => prepared.tube.causeTubeId))}::text::uuid[],
      ${arrayLiteral(tubes.map(({ prepared }) => prepared.actor.siteId))}::text::int[],
      ${arrayLiteral(tubes.map(({ prepared }) => prepared.actor.id))}::text::int[],
      ${arrayLiteral(tubes.map(({ prepared }) => prepared.tube.sessionId))}::text::uuid[],
      ${arrayLiteral(tubes.map(({ prepared }) => prepared.tube.sealedAt))}::text::timestamptz[],
      ${arrayLiteral(tubes.map(({ judged }) => judged.policyVersion))}::text::int[],
      ${arrayLiteral(tubes.map(({ judged }) => judged.capacity))}::text::smallint[],
      ${arrayLiteral(tubes.map(({ prepared }) => prepared.members.length))}::text::smallint[],
      ${arrayLiteral(tubes.map(({ outcome }) => outcome))}::text::text[],
      ${arrayLiteral(tubes.map(({ judged }) => textArray(judged.flags)))}::text::text[],
      ${arrayLiteral(tubes.map((tube) => (quarantined(tube) ? 'quarantined' : 'sealed')))}::text::text[],
      ${arrayLiteral(tubes.map(quarantined))}::text::boolean[])
      as t (sweep_id, id, code, purpose, cause, site, device, session, sealed_at, policy, capacity, members,
        outcome, flags, state, held)`;
}

/** COPY: the members of a tube that was claimed in this transaction can collide with nothing. */
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
  const copy = await tx`
    copy member (sweep_id, tube_id, ordinal, person_id, category, residence_id, household, flags) from stdin`.writable();
  await new Promise<void>((resolve, reject) => {
    copy.once('finish', resolve).once('error', reject);
    copy.end(lines);
  });
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
      on conflict (sweep_id, person_id) do update set tubes = coverage.tubes + excluded.tubes
      returning sweep_id, person_id, tubes)
    select sweep_id as "sweepId", person_id as "personId", tubes from counted where tubes > 1`;
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

/** A tube whose box came before its registration takes its place in custody now. */
export async function joinBoxes(db: Executor, tubes: readonly StoredTube[]): Promise<void> {
  await db`
    update tube t set box_id = b.id, laboratory_id = b.laboratory_id, handed_over_at = b.handed_over_at,
      received_at = case when bt.arrival in ('received', 'extra') then b.received_at end,
      reject_reason = bt.reject_reason,
      state = case bt.arrival when 'received' then 'received' when 'extra' then 'received'
        when 'rejected' then 'rejected' else 'handed-over' end
    from box_tube bt join box b on b.id = bt.box_id
    where bt.code = any(${arrayLiteral(tubes.map(({ prepared }) => prepared.code))}::text::text[])
      and t.sweep_id = bt.sweep_id and t.code = bt.code and t.state = 'sealed'
      and t.id = any(${arrayLiteral(tubes.map(({ prepared }) => prepared.tube.id))}::text::uuid[])`;
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
