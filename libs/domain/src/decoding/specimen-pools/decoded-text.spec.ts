import { expect, it } from 'vitest';
import { canonicalText } from '../../canonical/canonical-text.js';
import { builtInDesign } from '../../pool-design/built-in-designs.js';
import { seeded } from '../../random/seeded.js';
import type { CtModel } from './ct/ct-model.js';
import { simulateCts } from './ct/simulated-cts.js';
import { prepareDecoder } from './decoder.js';
import type { Decoded } from './decoder-settings.js';
import { decodedText, readDecodedText } from './decoded-text.js';
import { answerWithoutPosterior } from './without-posterior.js';

const design = builtInDesign('rs-384x48');
const tests = { sensitivity: 0.95, specificity: 0.99 };
const ct: CtModel = {
  efficiency: 0.95,
  shift: 5,
  sigma: 0.7,
  cutoff: 40,
  loads: { mean: 26, deviation: 4 },
};
const settings = { tests, priors: 0.01, workLimit: 100_000, ct };

/** The canonical text of everything of an answer, whatever its calls have. */
function wholeText({ calls, ...rest }: Decoded): string {
  const callFields = Object.keys(calls[0] ?? {}).toSorted() as (keyof Decoded['calls'][number])[];
  return canonicalText({
    ...rest,
    callFields,
    calls: calls.map((call) => callFields.map((name) => call[name])),
  });
}

it('the text of an answer is the canonical text of all of it, with runners-up and Ct', () => {
  const decoder = prepareDecoder(design, settings);
  const random = seeded('text');
  const priors = new Float64Array(design.specimens).fill(0.01);
  let [runnersUp, ofCt] = [0, 0];
  for (let n = 0; n < 20; n += 1) {
    const { outcomes, cts } = simulateCts(design, priors, { model: ct, specificity: 0.99 }, random);
    for (const answer of [
      decoder.decode({ outcomes }, () => 0),
      decoder.decode({ outcomes, cts }, () => 0),
      answerWithoutPosterior(design, settings, { outcomes }, 'budget'),
    ]) {
      expect(decodedText(answer)).toBe(wholeText(answer));
      expect(readDecodedText(decodedText(answer))).toEqual(answer);
      runnersUp += answer.calls.filter(({ runnerUp }) => runnerUp !== null).length;
      ofCt += answer.calls.filter((call) => call.ct?.own !== null && call.ct !== null).length;
    }
  }
  expect(Math.min(runnersUp, ofCt)).toBeGreaterThan(20);
});
