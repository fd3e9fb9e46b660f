import type { Context } from '#lis/platform';

type Limit = {
  /** what is tried, e.g. `log-in` */
  what: string;
  windowMs: number;
  perWindow: number;
};
/** Addresses that this process knows to be over: they are refused without asking the database. */
const rememberedAddresses = 50_000;
const sweptEachMs = 60_000;

export type SharedThrottle = ReturnType<typeof sharedThrottle>;

/**
 * Counts what an address tries, in windows, for all api processes together: in PostgreSQL, so that a second process
 * gives nobody a second share (docs/decisions/0012). Who is over is refused from memory until the window ends.
 */
export function sharedThrottle({ db, clock }: Pick<Context, 'db' | 'clock'>, limit: Limit) {
  const { what, windowMs, perWindow } = limit;
  const over = new Map<string, { until: number; isTold: boolean }>();
  let sweptAt = 0;
  const keyOf = (ip: string) => `${what} ${networkOf(ip)}`;

  /** Seconds to wait, asked of nobody else; 0: not known to be over. */
  const waits = (ip: string): number => {
    const known = over.get(networkOf(ip));
    if (known === undefined) return 0;
    const left = known.until - clock.machine();
    if (left > 0) return Math.ceil(left / 1000);
    over.delete(networkOf(ip));
    return 0;
  };
  const sweep = async (machine: number) => {
    if (machine - sweptAt < sweptEachMs) return;
    sweptAt = machine;
    await db`
      with old as materialized (
        select key from attempt where window_ends_at < ${machine - sweptEachMs} limit 10000 for update skip locked)
      delete from attempt a using old where a.key = old.key`;
  };
  return {
    waits,
    /** Seconds to wait, or 0: the attempt is counted. */
    async enter(ip: string): Promise<number> {
      const known = waits(ip);
      if (known > 0) return known;
      const machine = clock.machine();
      const [row] = await db<{ count: number; endsAt: number }[]>`
        insert into attempt as a (key, window_ends_at, count) values (${keyOf(ip)}, ${machine + windowMs}, 1)
        on conflict (key) do update set
          count = case when a.window_ends_at <= ${machine} then 1 else least(a.count, 1000000) + 1 end,
          window_ends_at = case when a.window_ends_at <= ${machine} then excluded.window_ends_at
            else a.window_ends_at end
        returning count, window_ends_at as "endsAt"`;
      await sweep(machine);
      if (!row || row.count <= perWindow) return 0;
      if (over.size >= rememberedAddresses) over.clear();
      if (!over.has(networkOf(ip))) over.set(networkOf(ip), { until: row.endsAt, isTold: false });
      return Math.max(1, Math.ceil((row.endsAt - machine) / 1000));
    },
    /** Whether to write down that attempts are refused: true once for an address that is over, in a window. */
    tells(ip: string): boolean {
      const known = over.get(networkOf(ip));
      if (known === undefined || known.isTold) return false;
      return (known.isTold = true);
    },
    /** Takes an attempt back: it succeeded, or nobody looked at it. */
    async leave(ip: string): Promise<void> {
      await db`update attempt set count = count - 1 where key = ${keyOf(ip)} and count > 0`;
    },
  };
}

/** One household has 2^64 addresses of IPv6: they count as one. */
const networkOf = (ip: string) =>
  ip.includes(':') && !ip.includes('.') ? ip.split(':').slice(0, 4).join(':') : ip;
