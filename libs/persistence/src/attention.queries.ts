import { momentText } from '#lis/domain';
import { arrayLiteral } from './bulk.js';
import type { Executor } from './connection.js';

export type AttentionRow = {
  sweepId: number | null;
  code: string;
  subject: string;
  detail?: Record<string, unknown>;
  at: number;
};

/** Puts tasks on the visible list of what a person must look at. */
export async function askAttention(db: Executor, rows: readonly AttentionRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db`
    insert into attention (sweep_id, code, subject, detail, opened_at)
    select * from unnest(
      ${arrayLiteral(rows.map((row) => row.sweepId))}::text::int[],
      ${arrayLiteral(rows.map((row) => row.code))}::text::text[],
      ${arrayLiteral(rows.map((row) => row.subject))}::text::text[],
      ${arrayLiteral(rows.map((row) => (row.detail ? JSON.stringify(row.detail) : null)))}::text::jsonb[],
      ${arrayLiteral(rows.map((row) => momentText(row.at)))}::text::timestamptz[])`;
}
