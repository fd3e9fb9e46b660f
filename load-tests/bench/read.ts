// How quickly messages are read, against three readers that others wrote.
import { readInstrumentResults, readMessage } from '#lis/hl7';
import { median } from './children.js';
import { type BenchMessage, benchMessages } from './read/messages.js';
import { readers } from './read/readers.js';

export type ReadBenchOptions = { rounds?: number; roundMs?: number };

type Name = keyof typeof readers;
const names = Object.keys(readers) as Name[];

/**
 * Messages a CPU second (so that a busy machine does not tell): the text parsed, and code, value and status of
 * every OBX read. The readers take turns of `roundMs` of processor time (200 unless told) in each of `rounds` (9)
 * after a warm-up; figures are medians. `ratio` is ours against the quickest of the others on 40 OBX, round by
 * round; `plate_ms` the reading of 96 wells into specimens. @throws when any answer of any reader is wrong
 */
export function runReadBench(options: ReadBenchOptions = {}): Record<string, unknown> {
  const { rounds = 9, roundMs = 200 } = options;
  const { pool, panel, plate } = benchMessages();
  const figures = { pool: measure(pool, rounds, roundMs), panel: measure(panel, rounds, roundMs) };
  const peers = names.filter((name) => name !== 'ours');
  const ratios = figures.panel.ours.map(
    (ours, round) => ours / Math.max(...peers.map((name) => figures.panel[name][round] ?? 0)),
  );
  return {
    bench: 'read',
    ratio: Number(median(ratios).toFixed(2)),
    panel_per_cpu_s: medians(figures.panel),
    pool_per_cpu_s: medians(figures.pool),
    plate_ms: Number((1000 / median(measurePlate(plate, rounds, roundMs))).toFixed(3)),
    panel_bytes: Buffer.byteLength(panel.text),
    pool_bytes: Buffer.byteLength(pool.text),
    rounds,
  };
}

function measure({ text, answers }: BenchMessage, rounds: number, roundMs: number): Record<Name, number[]> {
  const figures = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      requireRight(name, readers[name](text), answers);
      const perSecond = perCpuSecond(roundMs, answers.length, () => readers[name](text));
      if (round >= 0) figures[name].push(perSecond);
    }
  }
  return figures;
}

function measurePlate(text: string, rounds: number, roundMs: number): number[] {
  const read = () => {
    const results = readInstrumentResults(readMessage(text));
    return results.kind === 'results' ? results.specimens : [];
  };
  const wells = read().filter(({ tubeCode, position, readings }) => {
    const measured = readings.filter(({ ctState }) => ctState !== 'unreadable');
    return tubeCode !== null && position?.well && measured.length === 3;
  });
  if (wells.length !== 96) throw new Error(`${wells.length} of 96 wells were read`);
  const figures = Array.from({ length: rounds + 1 }, () => perCpuSecond(roundMs, 96, read));
  return figures.slice(1);
}

/** Calls a second of this process's time; each must bring `length` answers, so that none can be left out. */
function perCpuSecond(ms: number, length: number, read: () => { length: number }): number {
  const start = process.cpuUsage();
  let calls = 0;
  for (;;) {
    for (let i = 0; i < 8; i++) if (read().length !== length) throw new Error('an answer is missing');
    calls += 8;
    const { user, system } = process.cpuUsage(start);
    if (user + system >= ms * 1000) return Math.round((calls * 1_000_000) / (user + system));
  }
}

function requireRight(name: string, given: readonly string[], right: readonly string[]): void {
  const at = right.findIndex((answer, i) => answer !== given[i]);
  if (at >= 0 || given.length !== right.length)
    throw new Error(`${name} reads ${given[at]} and not ${right[at]} at ${at} of ${given.length}`);
}

const medians = (figures: Record<string, number[]>) =>
  Object.fromEntries(Object.entries(figures).map(([name, values]) => [name, median(values)]));
