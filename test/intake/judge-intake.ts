import type { Db } from '#lis/persistence';

/** How many of the control ids are stored. */
export async function storedAmong(db: Db, controlIds: readonly string[]): Promise<number> {
  const [row] = await db<{ n: number }[]>`
    select count(*)::int as n from instrument_message where control_id = any(${[...controlIds]}::text[])`;
  return row?.n ?? 0;
}

/**
 * What the analysers heard (answers by control id, of `sent` ids from 0) against what is stored: every answered message
 * once, with the answer that went out byte for byte, in exactly one job, and as many as the audit counted.
 * Null when all holds.
 */
export async function judgeIntake(
  db: Db,
  answers: ReadonlyMap<string, string>,
  sent: number,
): Promise<string | null> {
  const rows = await db<{ controlId: string; answer: string; state: string }[]>`
    select control_id as "controlId", answer, state from instrument_message`;
  const stored = new Map<string, string>();
  for (const { controlId, answer, state } of rows) {
    if (stored.has(controlId)) return `message ${controlId} is stored twice`;
    if (state !== 'stored') return `message ${controlId} is ${state}`;
    stored.set(controlId, answer);
  }
  for (const [key, answer] of answers) {
    const kept = stored.get(key);
    if (kept === undefined) return `message ${key} was acknowledged and is not stored`;
    if (kept !== answer) return `message ${key} got an answer that is not the stored one`;
    // over a line the answer is one byte
    if (answer !== 'ACK' && !/\rMSA\|(?:AA|CA)\|/.test(answer))
      return `message ${key} was answered ${answer}`;
  }
  if (answers.size !== sent || stored.size !== sent)
    return `${sent} messages were sent, ${answers.size} answered and ${stored.size} stored`;
  return judgeJobs(db, sent);
}

async function judgeJobs(db: Db, sent: number): Promise<string | null> {
  const [jobs] = await db<{ ids: number; messages: number; strange: number }[]>`
    with job as (
      select id.value::bigint as id
      from outbox o, jsonb_array_elements_text(o.payload -> 'messageIds') as id (value) where o.topic = 'message')
    select count(*)::int as ids, count(distinct j.id)::int as messages,
      count(*) filter (where m.id is null)::int as strange
    from job j left join instrument_message m on m.id = j.id`;
  if (jobs?.ids !== sent || jobs.messages !== sent || jobs.strange > 0)
    return `${sent} messages have jobs of ${jobs?.ids} ids, ${jobs?.messages} distinct, ${jobs?.strange} strange`;
  const [audit] = await db<{ n: number }[]>`
    select coalesce(sum((detail ->> 'count')::int), 0)::int as n from audit where action = 'messages-stored'`;
  return audit?.n === sent ? null : `the audit counts ${audit?.n} of ${sent} messages`;
}
