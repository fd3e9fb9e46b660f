import { builtInDesign, prepareDecoder, simulateBatch } from '#lis/domain';
import { never, test, type Group } from './group.js';

const runs = [
  ['hypercube-3^3', 0.02],
  ['hypercube-3^4', 0.02],
  ['array-8x12', 0.01],
  ['hyper-96x16-q2', 0.02],
  ['rs-384x48', 0.004],
  ['triples-961x93', 0.003],
] as const;

/** 4. In each tenth of the posteriors the share of true positives is what they say, over at least 200,000 specimens of each design. */
export const calibration: Group = (random, small) => {
  const wanted = small ? 10_000 : 200_000;
  const figures: Record<string, unknown> = {};
  for (const [id, p] of runs) {
    const design = builtInDesign(id);
    const decoder = prepareDecoder(design, { tests: test, priors: p });
    const priors = new Float64Array(design.specimens).fill(p);
    const bins = Array.from({ length: 10 }, () => ({ said: 0, were: 0, spread: 0 }));
    let [specimens, unanswered, batches] = [0, 0, 0];
    while (specimens < wanted) {
      const { truth, outcomes } = simulateBatch(design, priors, test, random);
      const { kind, calls } = decoder.decode({ outcomes }, never);
      batches += 1;
      if (kind !== 'posterior') {
        unanswered += 1;
        if (unanswered > 20 + batches / 4) return { violation: `${id}: answers few batches`, figures };
        continue;
      }
      specimens += calls.length;
      for (const { specimen, posterior } of calls) {
        const bin = bins[Math.min(9, Math.floor(posterior! * 10))]!;
        bin.said += posterior!;
        bin.spread += posterior! * (1 - posterior!);
        if (truth.includes(specimen)) bin.were += 1;
      }
    }
    figures[id] = {
      specimens,
      unanswered: unanswered / batches,
      deciles: bins.map(({ said, were }) => [Math.round(said), were]),
    };
    const odd = bins.find(
      ({ said, were, spread }) => Math.abs(said - were) > 4.5 * Math.sqrt(spread) + 0.03 * said + 1,
    );
    if (odd) return { violation: `${id}: said ${odd.said}, were ${odd.were}`, figures };
  }
  return { violation: null, figures };
};
