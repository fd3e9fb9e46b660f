/**
 * Gathers concurrent requests and commits them together: durable commits cost a disk flush each, and one
 * statement over 300 tubes costs little more than one over a single tube.
 *
 * - at most `inFlight` commits run at once; what arrives meanwhile forms the next group by itself;
 * - a group is closed at `maxWeight` (people), when no line has come for `quietMs`, or `lingerMs` after its first
 *   line: tablets that send single tubes, some hundred a second, make one group of ten instead of ten of one;
 * - of two lines with one of the same `keys` the second waits until the first is committed;
 * - more than `maxWaiting` people waiting is refused by `submit` returning null: the caller answers busy.
 */
export type GroupCommit<Line, Outcome> = {
  submit(line: Line): Promise<Outcome> | null;
  /** resolves when nothing waits and nothing is in flight */
  drained(): Promise<void>;
};
type Waiting<Line, Outcome> = {
  line: Line;
  resolve: (outcome: Outcome) => void;
  reject: (error: unknown) => void;
};

export function groupCommit<Line, Outcome>(options: {
  inFlight: number;
  maxWeight: number;
  maxWaiting: number;
  quietMs: number;
  lingerMs: number;
  weight: (line: Line) => number;
  keys: (line: Line) => string[];
  commit: (lines: Line[]) => Promise<Outcome[]>;
}): GroupCommit<Line, Outcome> {
  let waiting: Waiting<Line, Outcome>[] = [];
  let waitingWeight = 0;
  let flying = 0;
  const flyingKeys = new Set<string>();
  let firstAt = 0;
  let lastAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let onDrained: (() => void)[] = [];

  const takeGroup = () => {
    const group: Waiting<Line, Outcome>[] = [];
    const left: Waiting<Line, Outcome>[] = [];
    const held = new Set(flyingKeys);
    let weight = 0;
    for (const entry of waiting) {
      const keys = options.keys(entry.line);
      if (weight >= options.maxWeight || keys.some((key) => held.has(key))) left.push(entry);
      else {
        group.push(entry);
        weight += options.weight(entry.line);
      }
      // also of those left behind: a later line with the same key must not overtake them
      for (const key of keys) held.add(key);
    }
    waiting = left;
    waitingWeight -= weight;
    return group;
  };

  /** Starts a group if one is due and a commit is free, or looks again when one will be due. */
  const consider = () => {
    if (timer || waiting.length === 0 || flying >= options.inFlight) return;
    const wait = Math.min(lastAt + options.quietMs, firstAt + options.lingerMs) - performance.now();
    if (waitingWeight < options.maxWeight && wait > 0) {
      timer = setTimeout(() => {
        timer = undefined;
        consider();
      }, wait);
      return;
    }
    const group = takeGroup();
    // all that wait are repeats of what is in flight: looked at again when it has landed
    if (group.length === 0) return;
    firstAt = performance.now();
    flying++;
    const keys = group.flatMap(({ line }) => options.keys(line));
    for (const key of keys) flyingKeys.add(key);
    void fly(group).finally(() => {
      for (const key of keys) flyingKeys.delete(key);
      flying--;
      if (waiting.length > 0) consider();
      else if (flying === 0) for (const drained of onDrained.splice(0)) drained();
    });
    consider();
  };

  const fly = async (group: Waiting<Line, Outcome>[]) => {
    try {
      const outcomes = await options.commit(group.map(({ line }) => line));
      group.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index];
        if (outcome === undefined) reject(new Error('a line of a group has no outcome'));
        else resolve(outcome);
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  };

  return {
    submit(line) {
      if (waitingWeight > options.maxWaiting) return null;
      return new Promise<Outcome>((resolve, reject) => {
        lastAt = performance.now();
        if (waiting.length === 0) firstAt = lastAt;
        waiting.push({ line, resolve, reject });
        waitingWeight += options.weight(line);
        if (waitingWeight >= options.maxWeight) {
          clearTimeout(timer);
          timer = undefined;
        }
        consider();
      });
    },
    drained() {
      if (flying === 0 && waiting.length === 0) return Promise.resolve();
      return new Promise((resolve) => onDrained.push(resolve));
    },
  };
}
