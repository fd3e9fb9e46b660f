import { arrayLiteral } from './bulk.js';
import type { Executor } from './connection.js';

export type ResultKey = { sweepId: number; tubeId: string; version: number };
export type ReleasedResult = ResultKey & {
  outcome: 'positive' | 'inconclusive' | 'negative' | 'invalid';
  purpose: string;
  code: string;
  members: number;
  sealedAt: number;
  releasedAt: number;
};

const keyRows = (db: Executor, keys: readonly ResultKey[]) => db`
  select * from unnest(
    ${arrayLiteral(keys.map(({ sweepId }) => sweepId))}::text::int[],
    ${arrayLiteral(keys.map(({ tubeId }) => tubeId))}::text::uuid[],
    ${arrayLiteral(keys.map(({ version }) => version))}::text::smallint[]) as k(sweep_id, tube_id, version)`;

/**
 * Of the given results those that are released and no correction has superseded: what is known to be wrong is
 * not reported, its correction is. Without quality samples (`blind`), which are no findings about anybody.
 */
export async function readReleasedResults(
  db: Executor,
  keys: readonly ResultKey[],
): Promise<ReleasedResult[]> {
  return db<ReleasedResult[]>`
    select distinct r.sweep_id as "sweepId", r.tube_id as "tubeId", r.version, r.outcome, t.purpose, t.code,
      t.member_count as members, t.sealed_at as "sealedAt", r.released_at as "releasedAt"
    from (${keyRows(db, keys)}) k
      join tube_result r on r.sweep_id = k.sweep_id and r.tube_id = k.tube_id and r.version = k.version
      join tube t on t.sweep_id = r.sweep_id and t.id = r.tube_id
    where r.state = 'released' and t.purpose <> 'blind'`;
}

/** Of the given tubes those that hold a person with an open hold, under any identity of the person (law 5). */
export async function tubesOverHold(db: Executor, keys: readonly ResultKey[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await db<{ tubeId: string }[]>`
    select distinct k.tube_id as "tubeId"
    from (${keyRows(db, keys)}) k join member m on m.sweep_id = k.sweep_id and m.tube_id = k.tube_id
    cross join lateral (
      select m.person_id as id
      union all
      select a.canonical_id from person_alias a where a.person_id = m.person_id and a.undone_at is null
      union all
      select a.person_id from person_alias a where a.canonical_id = m.person_id and a.undone_at is null
      union all
      select b.person_id from person_alias a join person_alias b on b.canonical_id = a.canonical_id
      where a.person_id = m.person_id and a.undone_at is null and b.undone_at is null) same
    join person_hold h on h.person_id = same.id and h.closed_at is null`;
  return new Set(rows.map(({ tubeId }) => tubeId));
}

export type ReportSource = ResultKey & {
  causeTubeId: string | null;
  siteCode: string;
  siteName: string;
  sealedAt: number;
  deviceId: number;
  handedOverAt: number | null;
  receivedAt: number | null;
  laboratoryCode: string;
  laboratoryName: string;
  instrument: string;
  runNumber: string;
  plate: string;
  well: string;
  kit: string;
  kitVersion: number;
  kitLot: string | null;
  ruleVersion: string;
  verifiedBy: string;
  calls: { target: string; ct: number | null; analyserCall: string | null }[];
};

/** What a report of one tube says about sampling, custody and run; of each target the latest reading. */
export async function readReportSources(db: Executor, keys: readonly ResultKey[]): Promise<ReportSource[]> {
  return db<ReportSource[]>`
    select r.sweep_id as "sweepId", r.tube_id as "tubeId", r.version, t.cause_tube_id as "causeTubeId",
      s.code as "siteCode", s.name as "siteName", t.sealed_at as "sealedAt", t.device_id as "deviceId",
      t.handed_over_at as "handedOverAt", t.received_at as "receivedAt", l.code as "laboratoryCode",
      l.name as "laboratoryName", i.serial as instrument, run.run_number as "runNumber", p.barcode as plate, r.well,
      p.kit_id as kit, p.kit_version as "kitVersion", run.kit_lot as "kitLot", r.rule_version as "ruleVersion",
      r.released_by as "verifiedBy", coalesce(c.calls, '[]') as calls
    from (${keyRows(db, keys)}) k
      join tube_result r on r.sweep_id = k.sweep_id and r.tube_id = k.tube_id and r.version = k.version
      join tube t on t.sweep_id = r.sweep_id and t.id = r.tube_id
      join site s on s.id = t.site_id
      join run on run.id = r.run_id
      join plate p on p.id = run.plate_id
      join laboratory l on l.id = p.laboratory_id
      join instrument i on i.id = run.instrument_id
      cross join lateral (
        select jsonb_agg(jsonb_build_object('target', x.target, 'ct', x.ct, 'analyserCall', x.analyser_call)
          order by x.target) as calls
        from (
          select distinct on (target) target, ct, analyser_call from reading
          where sweep_id = r.sweep_id and run_id = r.run_id and well = r.well
          order by target, observed_at desc) x) c`;
}

export type ReportPerson = {
  tubeId: string;
  ordinal: number;
  personId: number;
  particulars: Uint8Array;
  dataKeyId: number;
  residenceCode: string | null;
};

/** The members of the given tubes with their sealed particulars, by ordinal. */
export async function readReportPeople(db: Executor, keys: readonly ResultKey[]): Promise<ReportPerson[]> {
  return db<ReportPerson[]>`
    select m.tube_id as "tubeId", m.ordinal, m.person_id as "personId", p.particulars, p.data_key_id as "dataKeyId",
      j.code as "residenceCode"
    from (select distinct sweep_id, tube_id from (${keyRows(db, keys)}) k) k
      join member m on m.sweep_id = k.sweep_id and m.tube_id = k.tube_id
      join person p on p.id = m.person_id
      left join jurisdiction j on j.id = m.residence_id
    order by m.tube_id, m.ordinal`;
}
