import type {
  Counts,
  DeviceTotals,
  Outstanding,
  Recollections,
  TubeMarks,
  Turnaround,
  Violations,
} from './books/index.js';
import type { DrillFolder, Ready, VirtualCity } from './city/index.js';
import type { Journal } from './journal/index.js';
import type { Api } from './product/index.js';
import type { DrillClock, Schedule } from './schedule/index.js';
import type { Labels } from './truth/index.js';

/** One drill under way: what every part of it shares. */
export type Drill = {
  city: VirtualCity;
  setup: Ready;
  labels: Labels;
  folder: DrillFolder;
  host: string;
  mllpPort: number;
  api: Api;
  clock: DrillClock;
  schedule: Schedule;
  journal: Journal;
  marks: TubeMarks;
  recollections: Recollections;
  outstanding: Outstanding;
  violations: Violations;
  turnaround: Turnaround;
  counts: Counts;
  devices: DeviceTotals;
  /** machine's epoch ms; null before */
  firstRequestAt: number | null;
  /** drill time until which everything had been done when this process started */
  doneUntil: number;
  /** the stepped clock is not set forward for the time being */
  standStill: boolean;
  signal: AbortSignal;
};

/** The machine's time, epoch ms. */
export const machine = (): number => Math.round(performance.timeOrigin + performance.now());
