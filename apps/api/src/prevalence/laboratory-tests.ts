import type { DesignConditions, PoolTestSource } from '#lis/contracts';
import { dilutionShift, type LaboratoryTests, learnOwnLoad, seenInPool } from '#lis/domain';
import type { Actor, Context } from '#lis/platform';
import { readLimits } from './limits.queries.js';
import { learnOwnSpecificity } from './own-specificity.js';
import { type KnownKit, singlesOf } from './pool-test.queries.js';

/**
 * The test as a laboratory has it: the kit's word, thinned in pools as its own single tests of the sweep show, its specificity learnt from
 * its own retested pools of that sweep.
 */
export async function laboratoryTests(
  { db }: Context,
  actor: Actor,
  { sweepId, ctDeviation }: DesignConditions,
  kit: KnownKit,
): Promise<{ source: PoolTestSource; tests: LaboratoryTests }> {
  const stated = kit.definition.stated ?? { sensitivity: 1, specificity: 1 };
  const known = { kit: { id: kit.id, version: kit.version }, otherKits: 0, sensitivity: stated.sensitivity };
  const ownSweep = sweepId !== undefined && sweepId < 0 === actor.id < 0 ? sweepId : undefined;
  // what is stated holds for every pool up to the largest that was validated
  if (ownSweep === undefined)
    return {
      source: { ...known, source: 'kit', specificity: stated.specificity, positives: 0 },
      tests: {
        assay: { sensitivity: stated.sensitivity, specificity: stated.specificity },
        seenInPool: () => 1,
      },
    };
  const { dilution } = await readLimits(db, ownSweep);
  const shift = dilution ? Math.max(0, dilutionShift({ kind: 'swabs', ...dilution })) : 0;
  const own =
    ctDeviation === undefined
      ? null
      : learnOwnLoad(
          kit.definition,
          await singlesOf(db, ownSweep, kit, actor.laboratoryId),
          shift,
          ctDeviation,
        );
  // the laboratory's swab pools are what its specificity is learnt from
  const inSwabPool = own ? seenInPool(own.load, shift, own.detection) : 1;
  const learnt = await learnOwnSpecificity(
    db,
    ownSweep,
    kit,
    stated.sensitivity,
    (swabs) => stated.sensitivity * (swabs === 1 ? 1 : inSwabPool),
    actor.laboratoryId,
  );
  const specificity = learnt?.estimate ?? stated.specificity;
  return {
    source: {
      ...known,
      source: own ? 'own-retests' : 'kit',
      specificity,
      ...(learnt && { specificityRange: { low: learnt.low, high: learnt.high } }),
      positives: own?.load.positives ?? 0,
    },
    tests: {
      assay: { sensitivity: stated.sensitivity, specificity },
      seenInPool: own
        ? (k) => seenInPool(own.load, dilutionShift({ kind: 'aliquots', count: k }), own.detection)
        : () => 1,
    },
  };
}
