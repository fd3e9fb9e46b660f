import { heapOf } from './heap.js';

/** In one moment tablets come before couriers, and couriers before the bench. */
export const ranks = { tablet: 0, courier: 1, bench: 2, office: 3 } as const;
export type Event = { at: number; rank: number; run: () => Promise<void> };
export type Schedule = ReturnType<typeof createSchedule>;

const AT_ONCE = 32;

/**
 * What will happen, by the drill's time. Filled stage by stage: a box is due only when its tubes are sealed. Due
 * events are begun in their order and run beside one another; `failed` is told what one ran into, and
 * decides whether the drill goes on.
 */
export function createSchedule(failed: (error: unknown) => void) {
  const events = heapOf<Event>((a, b) => a.at < b.at || (a.at === b.at && a.rank < b.rank));
  const underWay = new Set<Event>();
  let shown = -Infinity;
  let broken: { error: unknown } | null = null;
  let changed: () => void = () => undefined;

  const start = (event: Event) => {
    underWay.add(event);
    void event
      .run()
      .catch(failed)
      .catch((error: unknown) => (broken ??= { error }))
      .finally(() => {
        underWay.delete(event);
        begin();
        changed();
      });
  };
  const begin = () => {
    while (underWay.size < AT_ONCE && (events.peek()?.at ?? Infinity) <= shown) start(events.pop() as Event);
  };
  return {
    add: (at: number, rank: number, run: () => Promise<void>) => events.push({ at, rank, run }),
    /** when the next event that has not begun is due; Infinity when none is known */
    nextAt: (): number => events.peek()?.at ?? Infinity,
    size: () => events.size + underWay.size,
    /** begins everything that is due at a moment */
    show(moment: number): void {
      shown = Math.max(shown, moment);
      begin();
    },
    /** drill time before which everything is done */
    doneUntil(): number {
      let until = Math.min(shown, (events.peek()?.at ?? Infinity) - 1);
      for (const { at } of underWay) until = Math.min(until, at - 1);
      return until;
    },
    /** resolves when an event has ended, or after some real ms. @throws what broke an event */
    async change(withinMs: number): Promise<void> {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, withinMs);
        changed = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (broken) throw broken.error;
    },
  };
}
