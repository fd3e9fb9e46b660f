import { setTimeout as sleep } from 'node:timers/promises';
import type { Drill } from '../drill.js';
import { serialOf } from '../truth/index.js';
import type { Bench } from './bench.js';
import type { Plates } from './plates.js';

/** between two looks of one bench; of many benches at most 20 look in a second */
const POLL_MS = 300;
const AT_LEAST_MS = 50;
const LIMIT = 500;

/**
 * The technician looks at what the product says is waiting: tubes that came back from a rejected run, those that
 * were registered after they arrived, and after a restart all that stand in the rack.
 */
export async function watchWaiting(drill: Drill, benches: readonly Bench[], plates: Plates): Promise<void> {
  const { api, setup, marks, labels, signal } = drill;
  while (!signal.aborted) {
    for (const bench of benches) {
      await bench.look(async () => {
        const { codes } = await api.insist<{ codes: string[] }>(
          'GET',
          `/v1/laboratory/waiting?sweepId=${setup.sweepId}&limit=${LIMIT}`,
          bench.token,
        );
        const found = codes
          .map((code) => serialOf(labels, code))
          .filter((serial) => serial >= 0 && marks.has(serial, 'received') && !marks.has(serial, 'queued'));
        for (const serial of found) plates.seenWaiting(serial);
        return found;
      });
      await sleep(Math.max(AT_LEAST_MS, POLL_MS / benches.length), undefined, { signal });
    }
  }
}
