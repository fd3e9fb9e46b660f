import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until it is so; gives the milliseconds that took, or null when the time is over. */
export async function waitUntil(
  isSo: () => Promise<boolean>,
  limitMs: number,
  everyMs = 50,
): Promise<number | null> {
  const start = performance.now();
  for (;;) {
    if (await isSo()) return Math.round(performance.now() - start);
    if (performance.now() - start > limitMs) return null;
    await sleep(everyMs);
  }
}
