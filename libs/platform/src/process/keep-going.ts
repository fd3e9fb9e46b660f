import { setTimeout as sleep } from 'node:timers/promises';
import { failureCode } from '#lis/persistence';

/** After an error of the database or the queue; short enough for work to flow within 10 s again (law 4). */
const pauseAfterErrorMs = 500;

/**
 * Does a step again and again until `signal`; the step says how many ms to rest. It never dies: an error is
 * told to `onError` by its code and the step is tried again.
 */
export async function keepGoing(
  signal: AbortSignal,
  step: () => Promise<number>,
  onError: (code: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    let restMs = pauseAfterErrorMs;
    try {
      restMs = await step();
    } catch (error) {
      onError(failureCode(error) ?? (error instanceof Error ? error.name : 'unknown'));
    }
    if (restMs > 0) await sleep(restMs, undefined, { signal }).catch(() => undefined);
  }
}
