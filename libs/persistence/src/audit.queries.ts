import { momentText } from '#lis/domain';
import { arrayLiteral } from './bulk.js';
import type { Executor } from './connection.js';

export type AuditRow = {
  at: number;
  sweepId: number | null;
  /** kind and id, e.g. `device:-12`, `system:decoding` */
  actor: string;
  /** where from: address of the request, or the process */
  origin: string;
  action: string;
  /** kind and id of what was changed, e.g. `tube:0190…`; never a personal value */
  subject: string;
  detail?: Record<string, unknown>;
};

/** Law 8: in the transaction of the write itself. */
export async function writeAudit(db: Executor, rows: readonly AuditRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db`
    insert into audit (at, sweep_id, actor, origin, action, subject, detail)
    select * from unnest(
      ${arrayLiteral(rows.map((row) => momentText(row.at)))}::text::timestamptz[],
      ${arrayLiteral(rows.map((row) => row.sweepId))}::text::int[],
      ${arrayLiteral(rows.map((row) => row.actor))}::text::text[],
      ${arrayLiteral(rows.map((row) => row.origin))}::text::text[],
      ${arrayLiteral(rows.map((row) => row.action))}::text::text[],
      ${arrayLiteral(rows.map((row) => row.subject))}::text::text[],
      ${arrayLiteral(rows.map((row) => (row.detail ? JSON.stringify(row.detail) : null)))}::text::jsonb[])`;
}
