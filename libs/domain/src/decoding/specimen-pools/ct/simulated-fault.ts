import { poolsOf } from '../../../pool-design/design-rows.js';
import type { PoolDesign, PoolOutcome } from '../../../pool-design/pool-design.js';
import type { SeededRandom } from '../../../random/seeded.js';
import { outcomeOfCt, type CtReading } from './ct-reading.js';

/** Something that went wrong in the laboratory: a pool of a positive reads so many cycles lower, or two such pools are exchanged. */
export type CtFault =
  | { readonly kind: 'contaminated'; readonly cycles: number }
  | { readonly kind: 'swapped'; readonly leastApart: number };

/** The Ct and outcomes of a drawn batch after such a fault; null when no pools of it can have it. */
export function withFault(
  design: PoolDesign,
  { truth, cts }: { truth: readonly { specimen: number }[]; cts: readonly CtReading[] },
  fault: CtFault,
  cutoff: number,
  random: SeededRandom,
): { cts: CtReading[]; outcomes: PoolOutcome[] } | null {
  const held = new Set(truth.flatMap(({ specimen }) => [...poolsOf(design, specimen)]));
  const detected = [...held].flatMap((pool) => {
    const reading = cts[pool]!;
    return reading.kind === 'detected' ? [{ pool, ct: reading.ct }] : [];
  });
  if (detected.length === 0) return null;
  const one = random.pick(detected);
  const faulty = [...cts];
  const read = (pool: number, ct: number) => (faulty[pool] = { kind: 'detected', ct: Math.max(1, ct) });
  if (fault.kind === 'contaminated') read(one.pool, one.ct - fault.cycles);
  else {
    const others = detected.filter(({ ct }) => Math.abs(ct - one.ct) >= fault.leastApart);
    if (others.length === 0) return null;
    const other = random.pick(others);
    read(one.pool, other.ct);
    read(other.pool, one.ct);
  }
  return { cts: faulty, outcomes: faulty.map((reading) => outcomeOfCt(reading, cutoff).outcome) };
}
