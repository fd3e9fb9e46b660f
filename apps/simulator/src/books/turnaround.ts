import { MINUTE_MS } from '#lis/domain';

export const STAGES = [
  'sealed-received',
  'sealed-resulted',
  'sealed-released',
  'released-reported',
  'sealed-reported',
] as const;
export type Stage = (typeof STAGES)[number];
export type Percentiles = { count: number; p50: number; p95: number };
export type Turnaround = ReturnType<typeof measureTurnaround>;

const MINUTES = 4 * 24 * 60;

/** Simulated minutes between stages of screening tubes, counted by the minute: its size does not grow with tubes. */
export function measureTurnaround() {
  const counts = Object.fromEntries(STAGES.map((stage) => [stage, new Uint32Array(MINUTES + 1)])) as Record<
    Stage,
    Uint32Array
  >;
  return {
    add(stage: Stage, ms: number): void {
      const minute = Math.min(MINUTES, Math.max(0, Math.floor(ms / MINUTE_MS)));
      counts[stage][minute] = (counts[stage][minute] ?? 0) + 1;
    },
    percentiles: (): Record<Stage, Percentiles> =>
      Object.fromEntries(STAGES.map((stage) => [stage, percentilesOf(counts[stage])])) as never,
  };
}

function percentilesOf(minutes: Uint32Array): Percentiles {
  const count = minutes.reduce((sum, n) => sum + n, 0);
  const at = (share: number) => {
    let left = count * share;
    for (const [minute, n] of minutes.entries()) {
      left -= n;
      if (n > 0 && left <= 0) return minute;
    }
    return 0;
  };
  return { count, p50: at(0.5), p95: at(0.95) };
}
