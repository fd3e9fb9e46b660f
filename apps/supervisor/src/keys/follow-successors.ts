import { setTimeout as sleep } from 'node:timers/promises';
import { keepGoing, keysKnownWithinMs } from '#lis/platform';
import { withDatabase } from '../command/with-database.js';
import { resealAfterSuccessor } from './reseal-after-successor.js';

/** A successor serves for months: nothing is in a hurry. */
const lookMs = 60_000;

/**
 * Looks every minute whether a data key got a successor by itself, and seals what lies under the older one anew, slowly.
 * Gives what ends it; a pass that is cut short is gone on with by the next look, here or on another machine.
 */
export function followSuccessors(environment: NodeJS.ProcessEnv): () => Promise<void> {
  const stop = new AbortController();
  const quiet = { print: () => undefined, warn: () => undefined };
  const look = async () => {
    await withDatabase(environment, quiet, 'reseal', async (office) => {
      await resealAfterSuccessor(office, {
        settledMs: 10 * keysKnownWithinMs,
        restMs: 200,
        signal: stop.signal,
      });
      return 0;
    });
    return lookMs;
  };
  const loop = sleep(lookMs, undefined, { signal: stop.signal, ref: false }).then(
    () => keepGoing(stop.signal, look, () => undefined),
    () => undefined,
  );
  return async () => {
    stop.abort();
    await loop;
  };
}
