export type Lane = {
  /** null: it was not done in time, or too much waits; `onLate` is called if it is done after all */
  run<T>(work: () => Promise<T>, onLate?: (done: T) => Promise<unknown>): Promise<T | null>;
  /** resolves when nothing waits and nothing runs */
  drained(): Promise<unknown>;
};

/** An instrument is answered within 1 s, served or not (HL7.md section 3). */
const answerWithinMs = 700;
const maxWaiting = 64;

/**
 * One piece of work at a time: however many instruments ask, one connection to the database is all that they take
 * from results, and what waits is bounded.
 */
export function lane(onError: (error: unknown) => void): Lane {
  let tail: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    run(work, onLate) {
      if (waiting >= maxWaiting) return Promise.resolve(null);
      waiting++;
      let isLate = false;
      const begin = async () => {
        // nobody waits for it any more
        if (isLate) return null;
        const done = await work();
        if (isLate) await onLate?.(done);
        return done;
      };
      const result = tail
        .then(begin)
        .catch((error: unknown) => {
          onError(error);
          return null;
        })
        .finally(() => waiting--);
      tail = result;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<null>((resolve) => {
        timer = setTimeout(() => {
          isLate = true;
          resolve(null);
        }, answerWithinMs);
      });
      return Promise.race([result, late]).finally(() => clearTimeout(timer));
    },
    drained: () => tail,
  };
}
