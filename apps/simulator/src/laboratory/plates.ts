import type { Drill } from '../drill.js';
import { sealedAt, siteOf } from '../truth/index.js';
import type { Plate } from './plate.js';

export type Plates = ReturnType<typeof keepPlates>;

/** Plates whose run is not judged yet, and what the product made of those that were. */
export function keepPlates({ marks, outstanding, journal, clock, counts, turnaround, city }: Drill) {
  const open = new Map<number, Plate>();
  let next = 0;
  let lastResultedAt = 0;
  const key = (n: number) => `plate:${n}`;

  const resolve = (n: number, how: 'resulted' | 'rejected') => {
    const plate = open.get(n);
    if (!plate) return;
    open.delete(n);
    journal.write({ k: 'resolved', n, how });
    if (how === 'rejected') counts.rejectedRuns += 1;
    outstanding.end(key(n));
  };
  return {
    nextPlate: () => next++,
    /** after a restart: numbers up to this one are taken */
    taken: (n: number) => (next = Math.max(next, n + 1)),
    opened(plate: Plate): void {
      if (!plate.judged) open.set(plate.n, plate);
    },
    /** its readings are on their way */
    sending({ n }: Plate): void {
      if (open.has(n)) outstanding.begin(key(n), clock.now());
    },
    /** all its readings are acknowledged; after a restart its results may have been reported long ago */
    sent({ n, tubes }: Plate): void {
      if (tubes.some((serial) => marks.plateOf(serial) === n && marks.has(serial, 'reported')))
        resolve(n, 'resulted');
    },
    /** A tube was seen with a result of that moment: its plate's run was accepted. */
    seenResulted(serial: number, at: number): void {
      resolve(marks.plateOf(serial), 'resulted');
      if (!marks.set(serial, 'resulted') || serial >= city.plan.tubes) return;
      turnaround.add('sealed-resulted', at - sealedAt(city.plan, siteOf(city.plan, serial), serial));
      lastResultedAt = Math.max(lastResultedAt, at);
    },
    /** a tube of it waits again: the run was rejected */
    seenWaiting: (serial: number) => resolve(marks.plateOf(serial), 'rejected'),
    lastResultedAt: () => lastResultedAt,
  };
}
