import type { PoolDesign, PoolOutcome } from '../../../pool-design/pool-design.js';
import type { SeededRandom } from '../../../random/seeded.js';
import { checkCtModel, type CtModel } from './ct-model.js';
import { outcomeOfCt, type CtReading } from './ct-reading.js';

/**
 * Draws positives, their loads, and the Ct and outcome of every pool by the model; a pool without positives shows a stray signal, from a
 * load of its own, with chance 1 − specificity. For calibration, benches and tests.
 */
export function simulateCts(
  design: PoolDesign,
  priors: ArrayLike<number>,
  { model, specificity }: { model: CtModel; specificity: number },
  random: SeededRandom,
): { truth: { specimen: number; ct: number }[]; cts: CtReading[]; outcomes: PoolOutcome[] } {
  const shifts = checkCtModel(design, model);
  const base = 1 + model.efficiency;
  const load = new Float64Array(design.pools);
  const truth: { specimen: number; ct: number }[] = [];
  for (let i = 0; i < design.specimens; i += 1) {
    if (random.next() >= priors[i]!) continue;
    const ct = model.loads.mean + model.loads.deviation * normal(random);
    truth.push({ specimen: i, ct });
    for (let at = design.poolStart[i]!; at < design.poolStart[i + 1]!; at += 1)
      load[design.poolOf[at]!]! += base ** -ct;
  }
  const cts = Array.from(load, (total, pool): CtReading => {
    if (total === 0 && random.next() < specificity) return { kind: 'undetected' };
    const own =
      total === 0
        ? model.loads.mean + model.loads.deviation * normal(random)
        : -Math.log(total) / Math.log(base);
    const ct = own + shifts[pool]! + model.sigma * normal(random);
    // an instrument stops after 45 cycles
    return ct > 45 ? { kind: 'undetected' } : { kind: 'detected', ct: Math.max(1, ct) };
  });
  const outcomes = cts.map((reading) => outcomeOfCt(reading, model.cutoff).outcome);
  return { truth, cts, outcomes };
}

function normal(random: SeededRandom): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
