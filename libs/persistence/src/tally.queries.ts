import { momentText } from '#lis/domain';
import { arrayLiteral } from './bulk.js';
import type { Executor } from './connection.js';

/**
 * What is counted: tubes and people of screening tubes at each stage, and `covered` people by residence.
 * `registered`, `received`, `resulted`, `released`, `reported` (+ `-people`), `held`.
 */
export type TallyRow = {
  sweepId: number;
  metric: string;
  residenceId: number | null;
  siteId: number | null;
  at: number;
  n: number;
};

/** Sweep time is kept in buckets of five minutes. */
export const bucketMs = 5 * 60_000;

/** Appends deltas in the transaction that causes them; they are folded behind. */
export async function addTallies(db: Executor, rows: readonly TallyRow[]): Promise<void> {
  const counted = rows.filter(({ n }) => n !== 0);
  if (counted.length === 0) return;
  await db`
    insert into tally_delta (sweep_id, metric, residence_id, site_id, bucket, n)
    select * from unnest(
      ${arrayLiteral(counted.map((row) => row.sweepId))}::text::int[],
      ${arrayLiteral(counted.map((row) => row.metric))}::text::text[],
      ${arrayLiteral(counted.map((row) => row.residenceId))}::text::int[],
      ${arrayLiteral(counted.map((row) => row.siteId))}::text::int[],
      ${arrayLiteral(counted.map((row) => momentText(row.at - (row.at % bucketMs))))}::text::timestamptz[],
      ${arrayLiteral(counted.map((row) => row.n))}::text::bigint[])`;
}
