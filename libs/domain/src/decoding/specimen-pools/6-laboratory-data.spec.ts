import { describe, expect, it } from 'vitest';
import { builtInDesign } from '../../pool-design/built-in-designs.js';
import { readCt, readingsOfCts } from './ct/ct-reading.js';
import { prepareDecoder } from './decoder.js';
import { designOf, never, outcomesOf, reference, referenceText } from './spec-support/reference.js';

const tests = { sensitivity: 0.95, specificity: 0.99 };

describe('6. published laboratory data', () => {
  const cts = referenceText('pbest/exp_two_carriers_ct.csv')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => readCt(line.split(',')[1]!, true, ['0']));
  const { outcomes } = readingsOfCts(cts, 40);
  const truePools = reference<{ true_union_pools_1_based: number[] }>(
    'pbest/expected.json',
  ).true_union_pools_1_based;

  it('P-BEST: the two carriers are the best explanation, the false positive pool raises an alert', () => {
    const decoded = prepareDecoder(builtInDesign('rs-384x48'), { tests, priors: 2 / 384 }).decode(
      { outcomes },
      never,
    );
    expect(decoded.best).toEqual([71, 141]);
    expect(decoded.unexplainedPools).toEqual([30]);
    expect(decoded.alerts).toContain('unexplained-pool');
    // with e = 2 others are candidates too: both carriers are retested; the plain rule names them
    for (const carrier of [71, 141])
      expect(decoded.calls[carrier]).toMatchObject({ call: 'ambiguous', negativePools: 0 });
    const plain = prepareDecoder(builtInDesign('rs-384x48'), { tests, priors: 2 / 384, tolerated: 0 }).decode(
      { outcomes },
      never,
    );
    expect(
      plain.calls.flatMap(({ call, specimen }) => (call === 'presumptive-positive' ? [specimen] : [])),
    ).toEqual([71, 141]);
  });
  it.each([1, 2])(
    'P-BEST, e = %i: with any true pool erased or flipped no carrier is negative',
    (tolerated) => {
      const decoder = prepareDecoder(builtInDesign('rs-384x48'), { tests, priors: 2 / 384, tolerated });
      for (const pool of truePools)
        for (const wrong of ['erased', 'negative'] as const) {
          const decoded = decoder.decode({ outcomes: outcomes.with(pool - 1, wrong) }, never);
          expect(decoded.calls[71]!.call).not.toBe('negative');
          expect(decoded.calls[141]!.call).not.toBe('negative');
        }
    },
  );
  it('Cleary example 3: 32 and 48 remain', () => {
    const rows = referenceText('cleary-hyper/pool_composition.example_3.txt')
      .trim()
      .split('\n')
      .map((line) => line.split(',').map((t) => Number(t) - 1));
    const seen = referenceText('cleary-hyper/observations.positive_negative.example_3.txt')
      .trim()
      .split('\n');
    const positive = seen.flatMap((value, t) => (value === '1' ? [t] : []));
    const decoder = prepareDecoder(designOf('cleary', 6, rows), {
      tests: { sensitivity: 1, specificity: 1 },
      priors: 0.01,
      tolerated: 0,
    });
    const decoded = decoder.decode({ outcomes: outcomesOf(6, positive) }, never);
    expect(
      decoded.calls
        .filter(({ call }) => call !== 'negative')
        .map(({ specimen, call, reason }) => [specimen + 1, call, reason]),
    ).toEqual([
      [32, 'ambiguous', 'tied'],
      [48, 'ambiguous', 'tied'],
    ]);
  });
  type Example = { group: number; positive_slices: number[]; expected_positive_samples: number[] };
  it.each(reference<{ examples: Example[] }>('ceri-hypercube/slices_and_examples.json').examples)(
    'CERI cube of $group, slices $positive_slices',
    ({ group, positive_slices, expected_positive_samples }) => {
      const { slices } = reference<{ slices: Record<string, Record<string, number[]>> }>(
        'ceri-hypercube/slices_and_examples.json',
      );
      const cube = slices[String(group)]!;
      const rows = Array.from({ length: group }, (_, i) =>
        Object.entries(cube).flatMap(([slice, members]) =>
          members.includes(i + 1) ? [Number(slice) - 1] : [],
        ),
      );
      const pools = Object.keys(cube).length;
      const decoder = prepareDecoder(designOf('ceri', pools, rows), {
        tests: { sensitivity: 1, specificity: 1 },
        priors: 0.01,
        tolerated: 0,
      });
      const decoded = decoder.decode(
        {
          outcomes: outcomesOf(
            pools,
            positive_slices.map((slice) => slice - 1),
          ),
        },
        never,
      );
      const left = decoded.calls
        .filter(({ call }) => call !== 'negative')
        .map(({ specimen }) => specimen + 1);
      expect(left).toEqual(expect.arrayContaining(expected_positive_samples));
      if (expected_positive_samples.length === 1) expect(left).toEqual(expected_positive_samples);
    },
  );
});
