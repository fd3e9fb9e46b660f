import { momentText } from '#lis/domain';
import { arrayLiteral, type AttentionRow, type Executor } from '#lis/persistence';

/** As askAttention, unless a person has the same task open already. */
export async function openAttentionOnce(db: Executor, rows: readonly AttentionRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db`
    insert into attention (sweep_id, code, subject, detail, opened_at)
    select n.* from unnest(
      ${arrayLiteral(rows.map(({ sweepId }) => sweepId))}::text::int[],
      ${arrayLiteral(rows.map(({ code }) => code))}::text::text[],
      ${arrayLiteral(rows.map(({ subject }) => subject))}::text::text[],
      ${arrayLiteral(rows.map(({ detail }) => (detail ? JSON.stringify(detail) : null)))}::text::jsonb[],
      ${arrayLiteral(rows.map(({ at }) => momentText(at)))}::text::timestamptz[])
      as n(sweep_id, code, subject, detail, opened_at)
    where not exists (select from attention a where a.sweep_id is not distinct from n.sweep_id
      and a.code = n.code and a.subject = n.subject and a.closed_at is null)`;
}

/** Closes every task about some subjects that is open, but for those that are `raised` again. */
export async function closeAttention(
  db: Executor,
  settled: readonly Pick<AttentionRow, 'sweepId' | 'subject' | 'at'>[],
  raised: readonly Pick<AttentionRow, 'code' | 'subject'>[],
): Promise<void> {
  if (settled.length === 0) return;
  await db`
    update attention a set closed_at = s.at, closed_by = 'system:interpretation'
    from unnest(
      ${arrayLiteral(settled.map(({ sweepId }) => sweepId))}::text::int[],
      ${arrayLiteral(settled.map(({ subject }) => subject))}::text::text[],
      ${arrayLiteral(settled.map(({ at }) => momentText(at)))}::text::timestamptz[]) as s (sweep_id, subject, at)
    where a.sweep_id = s.sweep_id and a.subject = s.subject and a.closed_at is null
      and a.code || ' ' || a.subject <> all(
        ${arrayLiteral(raised.map(({ code, subject }) => `${code} ${subject}`))}::text::text[])`;
}
