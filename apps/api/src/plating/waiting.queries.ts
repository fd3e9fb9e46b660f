import type { Executor } from '#lis/persistence';

/** Received tubes that wait for a plate, longest first, and how many there are in all. */
export async function listWaiting(
  db: Executor,
  sweepId: number,
  laboratoryId: number,
  limit: number,
): Promise<{ codes: string[]; waiting: number }> {
  const rows = await db<{ code: string; waiting: number }[]>`
    select code, count(*) over ()::int as waiting from tube
    where sweep_id = ${sweepId} and laboratory_id = ${laboratoryId} and state = 'received' and not held
    order by received_at, id limit ${limit}`;
  return { codes: rows.map(({ code }) => code), waiting: rows[0]?.waiting ?? 0 };
}
