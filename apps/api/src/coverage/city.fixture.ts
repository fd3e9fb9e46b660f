import { parseMoment } from '#lis/domain';
import { bucketMs, type Db } from '#lis/persistence';

// A city of two districts; the west has two streets with two communities each, the east is counted as a whole.
const places: [id: number, code: string, level: string, parent: number | null][] = [
  [1, 'C', 'city', null],
  [2, 'W', 'district', 1],
  [3, 'E', 'district', 1],
  [4, 'W1', 'street', 2],
  [5, 'W2', 'street', 2],
  [6, 'W1a', 'community', 4],
  [7, 'W1b', 'community', 4],
  [8, 'W2a', 'community', 5],
  [9, 'W2b', 'community', 5],
  [10, 'X', 'district', 1],
];
export const startsAt = parseMoment('2022-04-04T00:00:00Z');
const deadline = startsAt + 24 * 3_600_000;

/** The city, and its drill sweep -5. */
export async function buildCity(db: Db): Promise<void> {
  for (const [id, code, level, parent] of places) {
    await db`insert into jurisdiction (id, code, name, level, parent_id, population) overriding system value
      values (${id}, ${code}, ${`name of ${code}`}, ${level}, ${parent}, 1000)`;
  }
  await addSweep(db, -5);
}

export async function addSweep(db: Db, id: number, begins = startsAt): Promise<void> {
  const plan = { weightByHour: Array.from({ length: 24 }, () => 1) };
  await db`insert into sweep (id, name, time_zone, starts_at, deadline, arrival_plan)
    values (${id}, ${`sweep ${id}`}, 'Asia/Shanghai', ${begins}, ${deadline + (begins - startsAt)}, ${db.json(plan)})`;
}

export async function setTarget(
  db: Db,
  sweepId: number,
  jurisdictionId: number,
  people: number,
): Promise<void> {
  await db`insert into sweep_target (sweep_id, jurisdiction_id, people)
    values (${sweepId}, ${jurisdictionId}, ${people})`;
}

export async function setCovered(db: Db, sweepId: number, residenceId: number, n: number): Promise<void> {
  await db`insert into residence_tally (sweep_id, residence_id, metric, n)
    values (${sweepId}, ${residenceId}, 'covered', ${n})`;
}

/** `perBucket` of a metric in each 5 minutes between two moments. */
export async function setProgress(
  db: Db,
  sweepId: number,
  metric: string,
  perBucket: number,
  from: number,
  to: number,
): Promise<void> {
  await db`insert into progress_tally (sweep_id, metric, bucket, n)
    select ${sweepId}, ${metric}, b, ${perBucket}
    from generate_series(${from}::timestamptz, ${to - bucketMs}::timestamptz, interval '5 minutes') b`;
}
