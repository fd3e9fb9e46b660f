import type { Context } from '#lis/platform';
import { askForSealing, closeSealing, readTail } from './unsealed.queries.js';

/** How old the oldest unsealed row may be (ms). */
const patienceMs = 30_000;

type Mark = { at: number; next: string };

/**
 * Watches that the unsealed end of the audit stays short. Rows carry the time of the field, which a drill scales, so
 * their age is told by the server's transaction numbers: what is below the number of 30 s ago was written before.
 * Every process watches, the one that seals and those that wait for their turn.
 */
export function tailWatch({ db, clock }: Pick<Context, 'db' | 'clock'>) {
  const marks: Mark[] = [];
  return {
    /** Asks for a person once, and closes the task when the tail is short again. Gives what is wrong, or null. */
    async look(): Promise<string | null> {
      const at = clock.machine();
      // the newest mark that is old enough; those before it are not needed any more
      while ((marks[1]?.at ?? Infinity) <= at - patienceMs) marks.shift();
      const [oldest] = marks;
      const old = oldest && oldest.at <= at - patienceMs ? oldest.next : undefined;
      const tail = await readTail(db, old ?? '0');
      marks.push({ at, next: tail.next });
      const reason = reasonOf(tail);
      if (reason) await askForSealing(db, reason, clock.now('real'));
      // a process that began a moment ago knows nothing of 30 s ago: it may not call off
      else if (old !== undefined) await closeSealing(db, clock.now('real'));
      return reason;
    },
  };
}

function reasonOf({ ahead, held, behind }: { ahead: boolean; held: boolean; behind: boolean }) {
  if (ahead) return 'restored';
  if (held) return 'open-transaction';
  return behind ? 'behind' : null;
}
