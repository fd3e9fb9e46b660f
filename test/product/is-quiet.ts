import type { Db } from '#lis/persistence';

/** All `tubes` have a result, what was released is reported and receipted, and no job waits. */
export async function isQuiet(owner: Db, tubes: number): Promise<boolean> {
  const [row] = await owner<{ quiet: boolean }[]>`
    select (select count(*) from tube_result) = ${tubes}
      and not exists (select from outbox)
      and not exists (select from tally_delta) and not exists (select from pool_delta)
      and not exists (select from delivery where state <> 'acknowledged')
      and not exists (select from tube where state = 'released' and reported_at is null) as quiet`;
  return row?.quiet ?? false;
}

/** Whether the tubes have left, as the recipient's receipt says. */
export async function areReported(owner: Db, codes: readonly string[]): Promise<boolean> {
  const [row] = await owner<{ open: number }[]>`
    select count(*)::int as open from tube where code = any(${[...codes]}::text[]) and reported_at is null`;
  return row?.open === 0;
}
