import type { Db, Executor } from '#lis/persistence';

/** Any number that no other advisory lock of the product uses. */
const watcherLock = 7_402_003;

export type Tail = {
  /** above every transaction that has ended so far, and so above every row that can be seen */
  next: string;
  /** a row written before `mark` is not sealed yet */
  behind: boolean;
  /** a transaction that began to write before `mark` is still open; nothing after it can be sealed */
  held: boolean;
  /** the sealed rows are of transactions that this server has not had: restored from a dump, and no sealer has seen it */
  ahead: boolean;
};

/** How the unsealed end of the audit stands, against a transaction number read earlier; two probes of an index. */
export async function readTail(db: Executor, mark: string): Promise<Tail> {
  const [tail] = await db<Tail[]>`
    select audit_next()::text as next,
      coalesce((select a.xact from audit a where (a.xact, a.id) > (w.xact, w.id) order by a.xact, a.id limit 1)
        < ${mark}::text::xid8, false) as behind,
      audit_horizon() < ${mark}::text::xid8 as held,
      w.xact >= audit_next() as ahead
    from (select coalesce(l.last_xact, '0') as xact, coalesce(l.last_id, 0) as id
      from (select) one left join lateral (
        select last_xact, last_id from audit_block order by last_xact desc, last_id desc limit 1) l on true) w`;
  return tail ?? { next: '0', behind: false, held: false, ahead: false };
}

const task = { code: 'audit-unsealed', subject: 'audit' };

/** Puts the alarm on the list of what a person must look at, unless it stands there. `now`: epoch ms, real. */
export async function askForSealing(db: Db, reason: string, now: number): Promise<void> {
  await db.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${watcherLock})`;
    await tx`
      insert into attention (sweep_id, code, subject, detail, opened_at)
      select null, ${task.code}::text, ${task.subject}::text, ${JSON.stringify({ reason })}::text::jsonb,
        ${now}::timestamptz
      where not exists (select from attention where sweep_id is null and code = ${task.code} and closed_at is null)`;
  });
}

/** Takes it off again. */
export async function closeSealing(db: Db, now: number): Promise<void> {
  await db`
    update attention set closed_at = ${now}, closed_by = 'system:sealing'
    where sweep_id is null and code = ${task.code} and closed_at is null`;
}
