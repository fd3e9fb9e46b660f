import { bucketMs, type Executor } from '#lis/persistence';

export type Progress = {
  target: number;
  /** the bucket that holds the start: index 0 of the series */
  from: number;
  registered: { bucketMs: number; cumulative: number[] };
  resulted: { bucketMs: number; cumulative: number[] };
};
type Row = { metric: string; index: number; n: number };

/** People registered and resulted since the sweep's start, cumulative at the end of each 5 minutes up to `now`. */
export async function progressOf(
  db: Executor,
  sweepId: number,
  startsAt: number,
  now: number,
): Promise<Progress> {
  const from = startsAt - (startsAt % bucketMs);
  // what was sealed before the start counts from the start on
  const [rows, [goal]] = await Promise.all([
    db<Row[]>`
      select metric, greatest(0, floor(extract(epoch from bucket - ${from}::timestamptz) * 1000 / ${bucketMs}::int))::int
        as index, sum(n)::bigint as n
      from progress_tally
      where sweep_id = ${sweepId} and metric in ('registered-people', 'resulted-people')
      group by 1, 2`,
    db<{ people: number }[]>`
      select coalesce(sum(people), 0)::bigint as people from sweep_target where sweep_id = ${sweepId}`,
  ]);
  const buckets = Math.max(0, Math.floor((now - from) / bucketMs) + 1);
  const series = (metric: string) => {
    const cumulative = Array.from<number>({ length: buckets }).fill(0);
    for (const row of rows) {
      if (row.metric === metric && row.index < buckets) cumulative[row.index] = row.n;
    }
    for (let i = 1; i < buckets; i++) cumulative[i] = (cumulative[i] ?? 0) + (cumulative[i - 1] ?? 0);
    return { bucketMs, cumulative };
  };
  return {
    target: goal?.people ?? 0,
    from,
    registered: series('registered-people'),
    resulted: series('resulted-people'),
  };
}
