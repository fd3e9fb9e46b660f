import { setTimeout as sleep } from 'node:timers/promises';
import { failureCode } from '#lis/persistence';
import type { Context } from '#lis/platform';
import type { Attempt } from './deliver-report.js';
import { settleAttempts } from './settle-attempts.js';

/** Receipts of this many ms are committed together; at most `atOnce` of them. */
const collectMs = 5;
const atOnce = 500;

export type Settler = { settle(attempt: Attempt): void; idle(): Promise<void> };

/**
 * Commits what attempts came to in groups. What cannot be committed is tried one by one and then let go: the
 * claim runs out, and the recipient gets the same bytes again.
 */
export function startSettler(context: Context, onError: (code: string) => void): Settler {
  let waiting: Attempt[] = [];
  let writing: Promise<void> | undefined;

  const write = async (attempts: Attempt[]) => {
    try {
      await settleAttempts(context, attempts);
    } catch (error) {
      onError(failureCode(error) ?? 'unknown');
      if (attempts.length > 1) for (const attempt of attempts) await write([attempt]);
    }
  };
  const run = async () => {
    while (waiting.length > 0) {
      await sleep(collectMs);
      const group = waiting.slice(0, atOnce);
      waiting = waiting.slice(atOnce);
      await write(group);
    }
    writing = undefined;
  };
  return {
    settle: (attempt) => {
      waiting.push(attempt);
      writing ??= run();
    },
    idle: async () => {
      await writing;
    },
  };
}
