import { type Clock, Rejection } from '#lis/platform';

// Officials look every 2 s: an answer of this age is as good, and a thousand of them cost one query a second.
const rememberedMs = 1000;
const largest = 5000;
// Dashboards are shed before intake: they never hold more of the pool than this, and soon refuse a queue.
const askedAtOnce = 4;
const waitingAtMost = 64;

/**
 * Remembers answers for a second (or `keptMs`) of the machine's time and asks once for all who want the same.
 * @throws Rejection 503 `busy` when too many different questions wait
 */
export function rememberAnswers(clock: Pick<Clock, 'machine'>) {
  const known = new Map<string, { answer: Promise<unknown>; until: number }>();
  const waiting: (() => void)[] = [];
  let asking = 0;

  const inTurn = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (asking < askedAtOnce) asking += 1;
    else if (waiting.length >= waitingAtMost) throw new Rejection(503, 'busy', {}, 2);
    // the place of one that has finished is handed over, so `asking` stays as it is
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await ask();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else asking -= 1;
    }
  };

  return <T>(question: string, ask: () => Promise<T>, keptMs = rememberedMs): Promise<T> => {
    const remembered = known.get(question);
    if (remembered && remembered.until > clock.machine()) return remembered.answer as Promise<T>;
    if (known.size > largest) known.clear();
    const answer = inTurn(ask);
    const entry = { answer, until: Infinity };
    known.set(question, entry);
    answer.then(
      () => (entry.until = clock.machine() + keptMs),
      () => known.delete(question),
    );
    return answer;
  };
}
