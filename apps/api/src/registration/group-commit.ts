/**
 * Gathers concurrent requests and commits them together: durable commits cost a disk flush each, and one
 * statement over 300 tubes costs little more than one over a single tube.
 *
 * - at most `inFlight` commits run at once; what arrives meanwhile forms the next group by itself;
 * - a group is closed at `maxWeight` (people), or `lingerMs` after its first line;
 * - two lines with one of the same `keys` never meet in a group: the second waits for the next one;
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
  lingerMs: number;
  weight: (line: Line) => number;
  keys: (line: Line) => string[];
  commit: (lines: Line[]) => Promise<Outcome[]>;
}): GroupCommit<Line, Outcome> {
  let waiting: Waiting<Line, Outcome>[] = [];
  let waitingWeight = 0;
  let flying = 0;
  let timer: NodeJS.Timeout | undefined;
  let onDrained: (() => void)[] = [];

  const takeGroup = () => {
    const group: Waiting<Line, Outcome>[] = [];
    const left: Waiting<Line, Outcome>[] = [];
    const held = new Set<string>();
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

  const start = () => {
    timer = undefined;
    while (flying < options.inFlight && waiting.length > 0) {
      const group = takeGroup();
      flying++;
      void fly(group);
    }
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
    } finally {
      flying--;
      if (waiting.length > 0) start();
      else if (flying === 0) for (const drained of onDrained.splice(0)) drained();
    }
  };

  return {
    submit(line) {
      if (waitingWeight > options.maxWaiting) return null;
      return new Promise<Outcome>((resolve, reject) => {
        waiting.push({ line, resolve, reject });
        waitingWeight += options.weight(line);
        if (waitingWeight >= options.maxWeight) {
          clearTimeout(timer);
          start();
        } else timer ??= setTimeout(start, options.lingerMs);
      });
    },
    drained() {
      if (flying === 0 && waiting.length === 0) return Promise.resolve();
      return new Promise((resolve) => onDrained.push(resolve));
    },
  };
}
