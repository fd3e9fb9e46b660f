import { describe, expect, it } from 'vitest';
import { prepareDecoder } from './decoder.js';
import { makeBatchSearch } from './search/search-batch.js';
import { designOf, never, outcomesOf, reference } from './spec-support/reference.js';
import { builtInDesign } from '../../pool-design/built-in-designs.js';

type Golden = Record<
  string,
  {
    design: string;
    m: number;
    n: number;
    prior: number;
    Se: number;
    Sp: number;
    cases: { positive_pools: number[]; objective: number }[];
  }
>;
const designs = reference<Record<string, number[][]>>('golden/designs_for_ilp_map.json');
const golden = reference<Golden>('golden/ilp_map.json');

describe('5. branch and bound', () => {
  it.each(Object.keys(golden))(
    '%s: the least cost is the proven optimum, or the budget is spent',
    { timeout: 60_000 },
    (name) => {
      const { design: id, m, n, prior, Se, Sp, cases } = golden[name]!;
      const search = makeBatchSearch(designOf(id, m, designs[id]!), new Float64Array(n).fill(prior));
      let proven = 0;
      for (const { positive_pools, objective } of cases) {
        const positive = (t: number) => positive_pools.includes(t);
        const l0 = Float64Array.from({ length: m }, (_, t) => (positive(t) ? 1 - Sp : Sp));
        const l1 = Float64Array.from({ length: m }, (_, t) => (positive(t) ? Se : 1 - Se));
        const cost = search.prove(l0, l1, { work: 1e6, late: () => false, spent: 'no' });
        if (cost === null) continue;
        proven += 1;
        expect(Se === 1 ? cost / Math.log((1 - prior) / prior) : cost).toBeCloseTo(objective, 6);
      }
      // within capacity every one is proven
      if (prior <= 0.005) expect(proven).toBe(cases.length);
    },
  );
  it.each([1, 10, 100])('a budget of %i always ends in a flagged COMP answer', (workLimit) => {
    const design = builtInDesign('rs-384x48');
    const decoder = prepareDecoder(design, {
      tests: { sensitivity: 0.95, specificity: 0.99 },
      priors: 0.02,
      workLimit,
    });
    const outcomes = outcomesOf(48, [...Array(30).keys()]);
    const decoded = decoder.decode({ outcomes }, never);
    expect(decoded.kind).toBe('budget');
    expect(decoded.alerts).toContain('budget');
    expect(decoded.negativesMayLeave).toBe(false);
    for (const call of decoded.calls)
      expect(call.call).toBe(call.negativePools >= 3 ? 'negative' : 'ambiguous');
  });
});
