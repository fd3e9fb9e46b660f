import { setTimeout as sleep } from 'node:timers/promises';
import type { Drill } from '../drill.js';
import { serialOf } from '../truth/index.js';
import type { Bench } from './bench.js';
import type { Plates } from './plates.js';

const POLL_MS = 300;
const LIMIT = 500;

/**
 * The technician looks at what the product says is waiting: tubes that came back from a rejected run, those that
 * were registered after they arrived, and after a restart all that stand in the rack.
 */
export async function watchWaiting(drill: Drill, benches: readonly Bench[], plates: Plates): Promise<void> {
  const { api, setup, marks, labels, clock, signal } = drill;
  while (!signal.aborted) {
    for (const bench of benches) {
      // in turn with plating: what has just been put on a plate is not seen as waiting
      const found: number[] = [];
      await bench.inTurn(async () => {
        const { codes } = await api.insist<{ codes: string[] }>(
          'GET',
          `/v1/laboratory/waiting?sweepId=${setup.sweepId}&limit=${LIMIT}`,
          bench.token,
        );
        for (const code of codes) {
          const serial = serialOf(labels, code);
          if (serial < 0 || marks.has(serial, 'queued') || !marks.has(serial, 'received')) continue;
          plates.seenWaiting(serial);
          found.push(serial);
        }
      });
      if (found.length > 0) await bench.take(found, clock.now());
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}
