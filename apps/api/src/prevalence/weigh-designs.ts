import type { DesignChoiceAnswer, DesignConditions, JudgedDesign, PoolTestSource } from '#lis/contracts';
import {
  chooseDesign,
  dilutionShift,
  type JudgedCandidate,
  type LaboratoryTests,
  learnOwnLoad,
  type Prevalence,
  seenInPool,
} from '#lis/domain';
import { type Actor, type Context, Rejection } from '#lis/platform';
import { groupRows } from './group-rows.js';
import { readLimits } from './limits.queries.js';
import { learnOwnSpecificity } from './own-specificity.js';
import { findKit, type KnownKit, singlesOf } from './pool-test.queries.js';
import { readPrevalence } from './read-prevalence.js';
import { scopeOfQuestion } from './scope-of-question.js';

const SHOWN_OF_A_FAMILY = 3;
export type Weighed = Omit<DesignChoiceAnswer, 'asOf' | 'decision'> & { admissible: ReadonlySet<string> };

/**
 * The designs of specimen pools that a laboratory could use under its conditions, the cheapest admissible chosen
 * (POOLING 2.1). The prevalence is given, or that of the sweep; the test is the kit's as it is stated, and, where the
 * deviation of a Ct is given, thinned as the own single tests of that sweep show; its specificity is learnt from the
 * laboratory's own retested pools of that sweep, where they are enough.
 * @throws Rejection 400 `malformed`, 404 `kit-unknown` `sweep-unknown`, 409 `kit-states-nothing` `prevalence-unknown`
 */
export async function weighDesigns(
  context: Context,
  actor: Actor,
  conditions: DesignConditions,
): Promise<Weighed> {
  const kit = await findKit(context.db, actor.realm, conditions.kitId, conditions.kitVersion);
  if (!kit) throw new Rejection(404, 'kit-unknown');
  const stated = kit.definition.stated;
  if (!stated) throw new Rejection(409, 'kit-states-nothing');
  const prevalence = await prevalenceFor(context, actor, conditions);
  const { source, tests } = await testsFor(context, actor, conditions, kit);
  const choice = chooseDesign({
    prevalence,
    tests,
    validatedPoolSize: stated.aliquotsValidated,
    sensitivityFloor: conditions.sensitivityFloor,
    missedLimit: conditions.missedPer100000,
    hoursPerStage: conditions.hoursPerStage,
    deadlineHours: conditions.deadlineHours,
    aliquotsLimit: conditions.aliquots,
    hasRobot: conditions.robot === 'yes',
    specimensPerDay: conditions.specimensPerDay,
    retestsPerDay: conditions.retestsPerDay,
  });
  const families = groupRows(choice.weighed, ({ candidate }) => candidate.family);
  const shown = new Set([...families.values()].flatMap((family) => family.slice(0, SHOWN_OF_A_FAMILY)));
  return {
    prevalence,
    test: source,
    chosen: judged(choice.chosen),
    runnerUp: choice.runnerUp && judged(choice.runnerUp),
    breakEven: choice.breakEven,
    warnings: [...choice.warnings],
    weighed: choice.weighed.filter((one) => shown.has(one)).map(judged),
    admissible: new Set(
      choice.weighed.flatMap(({ candidate, refusals }) => (refusals.length === 0 ? [candidate.id] : [])),
    ),
  };
}

async function prevalenceFor(
  context: Context,
  actor: Actor,
  { sweepId, prevalence, prevalenceLow, prevalenceHigh }: DesignConditions,
): Promise<Prevalence & { source: 'given' | 'sweep' }> {
  if (prevalence !== undefined) {
    const [low, high] = [prevalenceLow ?? prevalence, prevalenceHigh ?? prevalence];
    if (!(low <= prevalence && prevalence <= high))
      throw new Rejection(400, 'malformed', { field: 'prevalence' });
    return { source: 'given', estimate: prevalence, low, high };
  }
  if (sweepId === undefined) throw new Rejection(400, 'malformed', { field: 'prevalence' });
  const scope = await scopeOfQuestion(context, actor, { sweepId });
  const { total } = await readPrevalence(context, actor, scope, 'day');
  // no pools yet, or so few positive ones that a laboratory is not told
  if (!total.prevalence) throw new Rejection(409, 'prevalence-unknown');
  return { source: 'sweep', ...total.prevalence };
}

async function testsFor(
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

const judged = ({ candidate, cost, missedPer100000, refusals }: JudgedCandidate): JudgedDesign => ({
  design: candidate.id,
  family: candidate.family,
  stages: candidate.stages,
  aliquots: candidate.aliquots,
  largestPool: candidate.largestPool,
  batch: candidate.batch,
  needsRobot: candidate.needsRobot,
  testsPerPerson: cost.testsPerPerson,
  retestsPerPerson: cost.retestsPerPerson,
  poolingSensitivity: cost.poolingSensitivity,
  missedPer100000,
  refusals: [...refusals],
});
