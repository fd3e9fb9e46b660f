import {
  poolDesign,
  prepareDecoder,
  type CtReading,
  type DecoderSettings,
  type PoolOutcome,
} from '#lis/domain';
import { never, type Group } from './group.js';

const clocks = [never, () => Number.NaN, () => Infinity];

/** 9. Too few valid negative pools are never negative, with any decoder, noise, budget, clock and Ct; a negative with Ct is one without. */
export const safety: Group = (random, small) => {
  const cases = small ? 2000 : 100_000;
  let negatives = 0;
  for (let round = 0; round < cases; round += 1) {
    const m = 1 + random.int(9);
    const rows = Array.from({ length: 1 + random.int(14) }, () =>
      random.shuffle([...Array(m).keys()]).slice(0, random.int(m + 1)),
    );
    const outcomes = Array.from({ length: m }, (): PoolOutcome =>
      random.pick(['negative', 'positive', 'erased'] as const),
    );
    const cts = outcomes.map((): CtReading =>
      random.pick([
        { kind: 'undetected' },
        { kind: 'missing' },
        { kind: 'failed-control' },
        { kind: 'detected', ct: 15 + 30 * random.next() },
      ] as const),
    );
    const tolerated = random.int(3);
    const settings: DecoderSettings = {
      tests: {
        sensitivity: random.pick([0.6, 0.95, 1] as const),
        specificity: random.pick([0.6, 0.99, 1] as const),
      },
      priors: random.pick([0, 1e-300, 1e-5, 0.01, 0.3, 0.9] as const),
      method: random.pick(['auto', 'exact', 'search', 'combinatorial'] as const),
      missesPer100000: random.pick([0, 1, 1000, 100_000] as const),
      workLimit: random.pick([0, 3, 50, 1e6] as const),
      budgetMs: random.pick([0, 250] as const),
      tolerated,
      ct: { efficiency: 0.95, shift: 4, sigma: 1, cutoff: 37, loads: { mean: 27, deviation: 5 } },
    };
    const decoder = prepareDecoder(
      poolDesign({ id: 'any', family: 'array', pools: m, poolsOfSpecimen: rows }),
      settings,
    );
    const clock = random.pick(clocks);
    const plain = decoder.decode({ outcomes }, clock);
    const withCt = decoder.decode({ outcomes, cts }, clock);
    for (const decoded of [plain, withCt])
      for (const { specimen, call } of decoded.calls) {
        if (call !== 'negative') continue;
        negatives += 1;
        const valid = rows[specimen]!.filter((t) => outcomes[t] === 'negative').length;
        if (valid <= tolerated || plain.calls[specimen]!.call !== 'negative')
          return { violation: `case ${round}: specimen ${specimen}`, figures: { cases: round } };
      }
    const isFlagged =
      plain.kind === 'posterior' || plain.kind === 'combinatorial' || !plain.negativesMayLeave;
    if (!isFlagged) return { violation: `case ${round}: no flag`, figures: { cases: round } };
  }
  return { violation: null, figures: { cases, negatives } };
};
