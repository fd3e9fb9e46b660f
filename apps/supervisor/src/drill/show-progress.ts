import { MultiBar, type SingleBar } from 'cli-progress';

export type Progress = {
  simulatedTime: string;
  people: number;
  sampledPeople: number;
  tubes: number;
  stages: Record<'sealed' | 'received' | 'plated' | 'resulted' | 'reported', number>;
  recollections: { ordered: number; sealed: number; reported: number };
  planted: number;
  found: number;
};

/** Bars on a terminal; elsewhere a line every five seconds. */
export function progressDisplay() {
  return process.stdout.isTTY ? bars() : lines();
}

function bars() {
  const format = '{stage} {bar} {value}/{total} {note}';
  const multi = new MultiBar({ format, hideCursor: true, clearOnComplete: false, fps: 5, barsize: 40 });
  const known = new Map<string, SingleBar>();
  const bar = (stage: string, total: number, value: number, note = '') => {
    const one = known.get(stage) ?? multi.create(total, 0, { stage: stage.padEnd(14), note });
    known.set(stage, one);
    one.setTotal(Math.max(total, 1));
    one.update(value, { stage: stage.padEnd(14), note });
  };
  return {
    show({ tubes, stages, recollections, planted, found, simulatedTime }: Progress) {
      for (const stage of ['sealed', 'received', 'plated', 'resulted', 'reported'] as const) {
        bar(stage, tubes, stages[stage], stage === 'sealed' ? simulatedTime.slice(0, 16) : '');
      }
      bar('re-collected', recollections.ordered, recollections.sealed);
      bar('positives', planted, found);
    },
    stop: () => multi.stop(),
  };
}

function lines() {
  let shown = -Infinity;
  return {
    show({ tubes, stages, recollections, planted, found, simulatedTime }: Progress) {
      const now = performance.now();
      if (now - shown < 5000) return;
      shown = now;
      const { sealed, received, plated, resulted, reported } = stages;
      process.stdout.write(
        `${simulatedTime.slice(0, 16)}  of ${tubes} tubes: sealed ${sealed}, received ${received}, plated ${plated}, ` +
          `resulted ${resulted}, reported ${reported}; re-collected ${recollections.sealed}/${recollections.ordered}; ` +
          `positives found ${found}/${planted}\n`,
      );
    },
    stop: () => undefined,
  };
}
