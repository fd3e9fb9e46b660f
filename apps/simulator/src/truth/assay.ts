import { between, chance, draws } from './chance.js';

export type WellTruth = { ORF1AB: number | null; N: number | null; IC: number | null };
export const TARGETS = ['ORF1AB', 'N', 'IC'] as const;

// The kit calls up to 38 positive: what was planted stays visible however diluted it is.
const LATEST_PLANTED_CT = 36.4;
const ARTEFACT_SHARE = 1 / 4000;

/** Cycle at which a single swab of the person becomes visible. */
export const loadOf = (seed: number, person: number): number => between(seed, person, draws.load, 17, 31);

const round = (ct: number): number => Math.round(ct * 100) / 100;

/**
 * What a tube's well shows in one measurement: the strongest carrier among its members, diluted by the others
 * (a doubling is a cycle), with the thermocycler's noise. A screening tube in 4,000 shows a late curve of one
 * target without anybody carrying, and another in 4,000 has lost its internal control.
 */
export function readTube(
  seed: number,
  tube: { serial: number; first: number; size: number; retest: boolean },
  planted: ReadonlySet<number>,
  measurement: number,
): WellTruth {
  const noise = (target: number) => between(seed, measurement * 3 + target, draws.noise, -0.3, 0.3);
  const internal = round(26 + noise(2));
  let strongest = Infinity;
  for (let person = tube.first; person < tube.first + tube.size; person += 1) {
    if (planted.has(person)) strongest = Math.min(strongest, loadOf(seed, person));
  }
  if (strongest < Infinity) {
    const ct = Math.min(LATEST_PLANTED_CT, strongest + Math.log2(tube.size));
    return { ORF1AB: round(ct + 0.6 + noise(0)), N: round(ct + noise(1)), IC: internal };
  }
  const draw = tube.retest ? 1 : chance(seed, tube.serial, draws.artefact);
  if (draw < ARTEFACT_SHARE) return { ORF1AB: null, N: round(39 + noise(1)), IC: internal };
  if (draw < 2 * ARTEFACT_SHARE) return { ORF1AB: null, N: null, IC: null };
  return { ORF1AB: null, N: null, IC: internal };
}

/** What a control shows; when the plate's control fails, it is the positive one that shows nothing. */
export function readControl(seed: number, kind: string, fails: boolean, measurement: number): WellTruth {
  const noise = (target: number) => between(seed, measurement * 3 + target, draws.noise, -0.3, 0.3);
  if (kind !== 'positive-control') return { ORF1AB: null, N: null, IC: round(26 + noise(2)) };
  if (fails) return { ORF1AB: null, N: null, IC: round(26 + noise(2)) };
  return { ORF1AB: round(27 + noise(0)), N: round(26 + noise(1)), IC: round(26 + noise(2)) };
}
