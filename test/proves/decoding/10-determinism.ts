import { prepareDecoder, simulateBatch } from '#lis/domain';
import { never, someDesigns, test, type Group } from './group.js';

/** 10. Chances stay chances down to a prevalence of 1 in 100,000, and the same batch gives the same bytes from any decoder in any order. */
export const determinism: Group = (random, small) => {
  let cases = 0;
  for (const design of someDesigns())
    for (const p of [1e-5, 0.002]) {
      const priors = new Float64Array(design.specimens).fill(p);
      const batches = Array.from({ length: small ? 5 : 200 }, (_, k) => {
        const { outcomes } = simulateBatch(design, priors, test, random);
        return k % 3 === 0 ? outcomes.with(random.int(design.pools), 'positive') : outcomes;
      });
      const [first, second] = [0, 1].map(() => prepareDecoder(design, { tests: test, priors: p })) as [
        ReturnType<typeof prepareDecoder>,
        ReturnType<typeof prepareDecoder>,
      ];
      const wanted = batches.map((outcomes) => JSON.stringify(first.decode({ outcomes }, never)));
      for (const k of random.shuffle([...batches.keys()])) {
        cases += 1;
        const decoded = second.decode({ outcomes: batches[k]! }, never);
        if (JSON.stringify(decoded) !== wanted[k])
          return { violation: `${design.id}: other bytes`, figures: { cases } };
        const sound = decoded.calls.every(
          ({ posterior }) => posterior === null || (posterior >= 0 && posterior <= 1),
        );
        if (!sound) return { violation: `${design.id}: no chances`, figures: { cases } };
      }
    }
  return { violation: null, figures: { cases } };
};
