import { momentText } from '#lis/domain';
import type { Db } from '#lis/persistence';

/**
 * What an instrument was sent, and what it answered, is kept so long after it was settled: longer than a sweep, its
 * retests and the questions about them. The audit keeps that it was.
 */
export const ordersKeptMs = 90 * 86_400_000;

/**
 * Deletes orders that were settled long ago, and then the queries that they answered; up to `limit` of each. One that
 * waits or whose answer is awaited stays. `now`: epoch ms of each realm's clock. Gives how many rows went.
 */
export async function sweepOrders(
  db: Db,
  now: { real: number; drill: number },
  limit: number,
): Promise<number> {
  const real = momentText(now.real - ordersKeptMs);
  const drill = momentText(now.drill - ordersKeptMs);
  return db.begin(async (tx) => {
    const [orders] = await tx<{ count: number }[]>`
      select sweep_order_messages(${real}::text::timestamptz, ${drill}::text::timestamptz, ${limit}) as count`;
    const queries = await tx`
      with old as materialized (
        select q.id from instrument_query q
        where q.fate = 'ordered' and q.asked_at < greatest(${real}::text::timestamptz, ${drill}::text::timestamptz)
          and q.asked_at < case when q.instrument_id < 0 then ${drill}::text::timestamptz else ${real}::text::timestamptz end
          and not exists (select from order_message m where m.query_id = q.id)
        order by q.asked_at limit ${limit} for update skip locked)
      delete from instrument_query q using old where q.id = old.id`;
    return (orders?.count ?? 0) + queries.count;
  });
}
