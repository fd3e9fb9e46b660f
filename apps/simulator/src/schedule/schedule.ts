import { heapOf } from './heap.js';

/** In one moment tablets come before couriers, and couriers before the bench. */
export const ranks = { tablet: 0, courier: 1, bench: 2, office: 3 } as const;
export type Event = { at: number; rank: number; run: () => Promise<void> };
export type Schedule = ReturnType<typeof createSchedule>;

const AT_ONCE = 24;

/** What will happen, by the drill's time. Filled stage by stage: a box is due only when its tubes are sealed.
 * `failed` is told what an event ran into, and decides whether the drill goes on. */
export function createSchedule(failed: (error: unknown) => void) {
  const events = heapOf<Event>((a, b) => a.at < b.at || (a.at === b.at && a.rank < b.rank));
  return {
    add: (at: number, rank: number, run: () => Promise<void>) => events.push({ at, rank, run }),
    /** when the next event is due; Infinity when none is known */
    nextAt: (): number => events.peek()?.at ?? Infinity,
    size: () => events.size,
    /** Runs everything that is due until a moment: rank by rank, those of one rank at once, but never too many. */
    async runUntil(until: number): Promise<number> {
      let done = 0;
      while ((events.peek()?.at ?? Infinity) <= until) {
        const due: Event[] = [];
        while ((events.peek()?.at ?? Infinity) <= until) due.push(events.pop() as Event);
        for (const rank of Object.values(ranks)) {
          const ofRank = due.filter((event) => event.rank === rank);
          await someAtOnce(ofRank, AT_ONCE, (event) => event.run().catch(failed));
        }
        done += due.length;
      }
      return done;
    },
  };
}

/** Does something for each, at most `limit` at once, and waits for all. */
export async function someAtOnce<T>(
  list: readonly T[],
  limit: number,
  run: (one: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < list.length) await run(list[next++] as T);
  };
  await Promise.all(Array.from({ length: Math.min(limit, list.length) }, worker));
}
