import {
  builtInDesign,
  prepareDecoder,
  simulateCts,
  withFault,
  type CtFault,
  type CtModel,
} from '#lis/domain';
import { never, type Group } from './group.js';

const model: CtModel = {
  efficiency: 0.95,
  shift: 5,
  sigma: 0.7,
  cutoff: 40,
  loads: { mean: 26, deviation: 4 },
};

const FAULTS: Readonly<Record<string, CtFault>> = {
  contaminated3: { kind: 'contaminated', cycles: 3 },
  contaminated5: { kind: 'contaminated', cycles: 5 },
  swapped: { kind: 'swapped', leastApart: 3 },
};
/** The chance of a normal number beyond two sigma: how often a sound batch may be told. */
const LEVEL = 0.0455;

/**
 * 11. Batches with simulated Ct: every negative is one without Ct, the posteriors are worth more than without, own Ct come near, and how
 * often batches are told as inconsistent: sound ones, and such with one fault.
 */
export const ctValues: Group = (random, small) => {
  const figures: Record<string, unknown> = {};
  for (const [id, p] of [
    ['hypercube-3^4', 0.02],
    ['hyper-96x16-q2', 0.02],
    ['rs-384x48', 0.005],
  ] as const) {
    const design = builtInDesign(id);
    const priors = new Float64Array(design.specimens).fill(p);
    const decoder = prepareDecoder(design, {
      tests: { sensitivity: 0.98, specificity: 0.99 },
      priors,
      ct: model,
    });
    const score = { plain: 0, withCt: 0 };
    let [negatives, off, owns, told, sound] = [0, 0, 0, 0, 0];
    const found: Record<string, { told: number; batches: number }> = {};
    const batches = small ? 60 : 3000;
    for (let batch = 0; batch < batches; batch += 1) {
      const { truth, cts, outcomes } = simulateCts(design, priors, { model, specificity: 0.99 }, random);
      const decoded = decoder.decode({ outcomes, cts }, never);
      const plain = decoder.decode({ outcomes }, never);
      const own = new Map(truth.map(({ specimen, ct }) => [specimen, ct]));
      for (const { specimen, call, posterior, ct } of decoded.calls) {
        if (call === 'negative') {
          negatives += 1;
          if (plain.calls[specimen]!.call !== 'negative')
            return { violation: `${id}: ${specimen} is negative by Ct alone`, figures };
        }
        if (posterior === null || ct?.posteriorWithout == null) continue;
        const is = own.has(specimen);
        score.withCt -= Math.log(Math.max(1e-6, is ? posterior : 1 - posterior));
        score.plain -= Math.log(Math.max(1e-6, is ? ct.posteriorWithout : 1 - ct.posteriorWithout));
        if (is && ct.own !== null && posterior > 0.99)
          [off, owns] = [off + Math.abs(ct.own - own.get(specimen)!), owns + 1];
      }
      if (decoded.kind !== 'posterior' || truth.length === 0) continue;
      sound += 1;
      if (decoded.alerts.includes('inconsistent-ct')) told += 1;
      for (const [name, fault] of Object.entries(batch % 5 === 0 ? FAULTS : {})) {
        const faulty = withFault(design, { truth, cts }, fault, model.cutoff, random);
        if (faulty === null) continue;
        const count = (found[name] ??= { told: 0, batches: 0 });
        count.batches += 1;
        if (decoder.decode(faulty, never).alerts.includes('inconsistent-ct')) count.told += 1;
      }
    }
    figures[id] = {
      batches,
      negatives,
      lostNats: [score.plain, score.withCt].map(Math.round),
      ownCtOff: owns === 0 ? null : Number((off / owns).toFixed(3)),
      toldInconsistent: Number((told / sound).toFixed(3)),
      faultsTold: found,
    };
    if (told / sound > LEVEL + 4 * Math.sqrt((LEVEL * (1 - LEVEL)) / sound))
      return { violation: `${id}: ${told} of ${sound} sound batches are told as inconsistent`, figures };
    // a few batches may have bad luck
    if (score.withCt > score.plain + (small ? 15 : 0))
      return { violation: `${id}: Ct made the posteriors worse`, figures };
    if (off / owns > model.sigma) return { violation: `${id}: own Ct off by ${off / owns}`, figures };
  }
  return { violation: null, figures };
};
