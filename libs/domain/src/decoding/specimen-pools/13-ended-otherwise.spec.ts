import { expect, it } from 'vitest';
import { builtInDesign } from '../../pool-design/built-in-designs.js';
import { seeded } from '../../random/seeded.js';
import { checkBatch } from './check-batch.js';
import { decodedText, firstDifference, readDecodedText } from './decoded-text.js';
import { prepareDecoder } from './decoder.js';
import { decodeAgain, decodeGuarded } from './guarded-decode.js';
import { simulateBatch } from './simulated-batch.js';
import { answerWithoutPosterior } from './without-posterior.js';

const tests = { sensitivity: 0.95, specificity: 0.99 };
const design = builtInDesign('rs-384x48');
const settings = { tests, priors: 0.02, workLimit: 100_000, budgetMs: 250 };
const batches = (count: number, prevalence = 0.02) => {
  const random = seeded('ended otherwise');
  const priors = new Float64Array(design.specimens).fill(prevalence);
  return Array.from({ length: count }, () => ({
    outcomes: simulateBatch(design, priors, tests, random).outcomes,
  }));
};

it('the flagged COMP(e) answer: nobody positive, no posterior, nobody negative with too few negative pools', () => {
  let wrong = 0;
  for (const readings of batches(200))
    for (const cause of ['budget', 'decoder-failed'] as const) {
      const answer = answerWithoutPosterior(design, settings, readings, cause);
      expect(answer.alerts).toContain(cause);
      expect(answer.negativesMayLeave).toBe(false);
      expect(answer.kind).toBe(cause === 'budget' ? 'budget' : 'failed');
      for (const { call, posterior, specimen } of answer.calls) {
        const pools = design.poolOf.subarray(design.poolStart[specimen], design.poolStart[specimen + 1]);
        const negative = [...pools].filter((pool) => readings.outcomes[pool] === 'negative').length;
        if (posterior !== null || call !== (negative >= 3 ? 'negative' : 'ambiguous')) wrong += 1;
      }
    }
  expect(wrong).toBe(0);
});
it('the clock ends only what it ended, and is told apart from the limit of the work', () => {
  const decoder = prepareDecoder(design, settings);
  const ends = { answer: 0, clock: 0, work: 0 };
  let now = 0;
  for (const readings of [...batches(60), ...batches(20, 0.002)]) {
    const slow = decodeGuarded(decoder, settings, readings, () => (now += 1000));
    const quick = decodeGuarded(decoder, settings, readings, () => 0);
    expect(quick.end).toBe('answer');
    ends[slow.end] += 1;
    if (quick.decoded.kind === 'budget') ends.work += 1;
    if (slow.end === 'clock') expect(slow.decoded).toMatchObject({ kind: 'budget', method: 'combinatorial' });
    else expect(slow.decoded).toEqual(quick.decoded);
    for (const { decoded, end } of [slow, quick])
      expect(decodedText(decodeAgain(decoder, settings, readings, end))).toBe(decodedText(decoded));
  }
  expect(Math.min(ends.answer, ends.clock, ends.work)).toBeGreaterThan(0);
});
it('an answer is read back from its text, and the first difference is named', () => {
  const [readings] = batches(1, 0.004);
  const answer = prepareDecoder(design, { tests, priors: 0.004 }).decode(readings!, () => 0);
  expect(readDecodedText(decodedText(answer))).toEqual(answer);
  expect(firstDifference(answer, structuredClone(answer))).toBeNull();
  const other = structuredClone(answer) as unknown as { calls: { call: string }[]; alerts: string[] };
  other.alerts.push('budget');
  expect(firstDifference(answer, other as never)).toMatchObject({ specimen: null, what: 'alerts' });
  other.calls[7]!.call = 'presumptive-positive';
  expect(firstDifference(answer, other as never)).toMatchObject({ specimen: 7, what: 'call' });
});
it('a batch that no decoder can do is refused before it is kept', () => {
  const outcomes = batches(1)[0]!.outcomes;
  expect(() => checkBatch(design, settings, { outcomes })).not.toThrow();
  const bad = [
    [{ ...settings, method: 'exact' as const }, { outcomes }],
    [{ ...settings, priors: [0.1] }, { outcomes }],
    [{ ...settings, tests: { sensitivity: 0.5, specificity: 0.5 } }, { outcomes }],
    [settings, { outcomes: outcomes.slice(1) }],
    [settings, { outcomes, master: 'negative' as const }],
    [settings, { outcomes, grey: [{ pool: 48, trust: 0.5 }] }],
  ] as const;
  for (const [one, readings] of bad) expect(() => checkBatch(design, one, readings)).toThrow(RangeError);
  const master = builtInDesign('hypercube-3^3-master');
  const nine = { outcomes: outcomes.slice(0, 9), master: 'positive' as const };
  expect(() =>
    checkBatch(master, { tests: Array.from({ length: 9 }, () => tests), priors: 0.01 }, nine),
  ).toThrow('master');
});
