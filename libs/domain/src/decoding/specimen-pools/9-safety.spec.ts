import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PoolOutcome } from '../../pool-design/pool-design.js';
import { builtInDesign } from '../../pool-design/built-in-designs.js';
import { prepareDecoder } from './decoder.js';
import type { DecoderSettings } from './decoder-settings.js';
import { designOf, never } from './spec-support/reference.js';

const outcome = fc.constantFrom<PoolOutcome>('negative', 'positive', 'erased');
const noise = fc.record({
  sensitivity: fc.constantFrom(0.6, 0.9, 0.95, 1),
  specificity: fc.constantFrom(0.6, 0.9, 0.99, 1),
});
const clocks = [
  never,
  () => Number.NaN,
  () => Infinity,
  (() => {
    let t = 0;
    return () => (t += 1000);
  })(),
];

/** Too few valid negative pools and yet negative: what must never be. */
function insist(
  rows: readonly (readonly number[])[],
  outcomes: readonly PoolOutcome[],
  settings: DecoderSettings,
  now: () => number,
) {
  const decoded = prepareDecoder(
    designOf(
      'any',
      outcomes.length,
      rows.map((row) => [...row]),
    ),
    settings,
  ).decode({ outcomes }, now);
  expect(decoded.calls).toHaveLength(rows.length);
  decoded.calls.forEach(({ call, reason }, i) => {
    const negative = rows[i]!.filter((t) => outcomes[t] === 'negative').length;
    const weight = rows[i]!.length;
    const required = (settings.tolerated ?? (weight <= 2 ? 0 : weight <= 4 ? 1 : 2)) + 1;
    if (negative < required) expect(call).not.toBe('negative');
    if (call === 'presumptive-positive') expect(decoded.kind).toBe('posterior');
    expect(call === 'ambiguous').toBe(reason !== null);
  });
  if (decoded.kind !== 'posterior' && decoded.kind !== 'combinatorial')
    expect(decoded.negativesMayLeave).toBe(false);
}

describe('9. safety', () => {
  it(
    'too few valid negative pools are never negative: any design, noise, decoder, budget and clock',
    { timeout: 60_000 },
    () => {
      const batch = fc.integer({ min: 1, max: 9 }).chain((m) =>
        fc.tuple(
          fc.array(fc.uniqueArray(fc.integer({ min: 0, max: m - 1 }), { maxLength: m }), {
            minLength: 1,
            maxLength: 14,
          }),
          fc.array(outcome, { minLength: m, maxLength: m }),
        ),
      );
      const settings = fc.record({
        tests: noise,
        priors: fc.constantFrom(0, 1e-300, 1e-5, 0.01, 0.3, 0.9),
        method: fc.constantFrom('auto', 'exact', 'search', 'combinatorial'),
        missesPer100000: fc.constantFrom(0, 1, 1000, 100_000),
        workLimit: fc.constantFrom(0, 3, 50, 1e6),
        budgetMs: fc.constantFrom(0, 250),
      });
      fc.assert(
        fc.property(
          batch,
          settings,
          fc.option(fc.nat({ max: 3 })),
          fc.constantFrom(...clocks),
          ([rows, outcomes], rest, tolerated, clock) => {
            if (rest.tests.sensitivity + rest.tests.specificity <= 1) return;
            insist(
              rows,
              outcomes,
              { ...(rest as DecoderSettings), ...(tolerated === null ? {} : { tolerated }) },
              clock,
            );
          },
        ),
        { numRuns: 4000, seed: 9 },
      );
    },
  );
  it.each(['rs-384x48', 'triples-961x93', 'array-16x24'] as const)(
    '%s: all positive, all negative, all erased',
    (id) => {
      const design = builtInDesign(id);
      const rows = Array.from({ length: design.specimens }, (_, i) => [
        ...design.poolOf.subarray(design.poolStart[i], design.poolStart[i + 1]),
      ]);
      for (const all of ['positive', 'negative', 'erased'] as const)
        for (const tests of [
          { sensitivity: 1, specificity: 1 },
          { sensitivity: 0.95, specificity: 0.99 },
        ])
          insist(
            rows,
            Array<PoolOutcome>(design.pools).fill(all),
            { tests, priors: 0.01, workLimit: 20_000 },
            never,
          );
    },
  );
  it('impossible readings are a contradiction, and nobody is called on them but by negative pools', () => {
    const decoder = prepareDecoder(
      designOf('cross', 3, [
        [0, 1],
        [0, 2],
      ]),
      { tests: { sensitivity: 1, specificity: 1 }, priors: 0.1 },
    );
    const decoded = decoder.decode({ outcomes: ['positive', 'negative', 'negative'] }, never);
    expect(decoded).toMatchObject({
      kind: 'contradiction',
      negativesMayLeave: false,
      alerts: ['contradiction', 'unexplained-pool'],
    });
    expect(decoded.calls.map(({ call }) => call)).toEqual(['negative', 'negative']);
  });
  it('a specimen in no pool is retested; two in the same pools are tied', () => {
    const tests = { sensitivity: 0.99, specificity: 0.99 };
    const decoder = prepareDecoder(designOf('twins', 2, [[], [0, 1], [0, 1]]), { tests, priors: 0.01 });
    const decoded = decoder.decode({ outcomes: ['positive', 'positive'] }, never);
    expect(decoded.calls.map(({ call, reason }) => [call, reason])).toEqual([
      ['ambiguous', 'low-evidence'],
      ['ambiguous', 'tied'],
      ['ambiguous', 'tied'],
    ]);
  });
  it('a master pool: negative alone is enough, positive raises everybody', () => {
    const tests = { sensitivity: 0.95, specificity: 0.99 };
    const decoder = prepareDecoder(builtInDesign('hypercube-3^3-master'), { tests, priors: 0.001 });
    const erased = Array<PoolOutcome>(9).fill('erased');
    const clear = decoder.decode({ outcomes: erased, master: 'negative' }, never);
    expect(clear.calls.every(({ call }) => call === 'negative')).toBe(true);
    expect(clear.calls[0]!.posterior).toBeLessThan(0.0001);
    const positive = decoder.decode({ outcomes: erased, master: 'positive' }, never);
    expect(positive.calls.every(({ call, posterior }) => call === 'ambiguous' && posterior! > 0.02)).toBe(
      true,
    );
    expect(
      decoder.decode({ outcomes: ['positive', ...erased.slice(1)], master: 'negative' }, never).alerts,
    ).toContain('discrepant-master');
  });
  it('refuses settings that make no sense', () => {
    const design = builtInDesign('hypercube-3^3');
    const tests = { sensitivity: 0.95, specificity: 0.99 };
    for (const bad of [
      { priors: Number.NaN },
      { priors: 1 },
      { tests: { sensitivity: Number.NaN, specificity: 1 } },
      { tests: { sensitivity: 0.4, specificity: 0.5 } },
      { tolerated: -1 },
      { missesPer100000: Number.NaN },
    ])
      expect(() => prepareDecoder(design, { tests, priors: 0.01, ...bad })).toThrow(RangeError);
    expect(() =>
      prepareDecoder(design, { tests, priors: 0.01 }).decode({ outcomes: ['positive'] }, never),
    ).toThrow(RangeError);
  });
});
