import type { DesignChoiceAnswer, DesignConditions, JudgedDesign } from '#lis/contracts';
import {
  chooseDesign,
  costCurve,
  type JudgedCandidate,
  latestTelling,
  type Prevalence,
  prevalencesAround,
} from '#lis/domain';
import { type Actor, type Context, Rejection } from '#lis/platform';
import { groupRows } from './group-rows.js';
import { laboratoryTests } from './laboratory-tests.js';
import { findKit } from './pool-test.queries.js';
import { readPrevalence } from './read-prevalence.js';
import { scopeOfQuestion } from './scope-of-question.js';

const SHOWN_OF_A_FAMILY = 3;
const aliquotsShown = [1, 2, 4, 8, 16, 32, 64];
export type Weighed = Omit<DesignChoiceAnswer, 'asOf' | 'conditions' | 'decision'> & {
  admissible: ReadonlySet<string>;
};

/**
 * The designs of specimen pools that a laboratory could use under its conditions, the cheapest admissible chosen
 * (POOLING 2.1). The prevalence is given, or that of the sweep's latest day that says enough (else of all); the test is the kit's as it
 * is stated, and, where the deviation of a Ct is given, thinned as the own single tests of that sweep show; its specificity is learnt
 * from the laboratory's own retested pools of that sweep, where they are enough.
 * @throws Rejection 400 `malformed`, 404 `kit-unknown` `sweep-unknown`, 409 `kit-states-nothing` `prevalence-unknown`
 */
export async function weighDesigns(
  context: Context,
  actor: Actor,
  conditions: DesignConditions,
  inUse: string | null = null,
): Promise<Weighed> {
  const kit = await findKit(context.db, actor.realm, conditions.kitId, conditions.kitVersion);
  if (!kit) throw new Rejection(404, 'kit-unknown');
  const stated = kit.definition.stated;
  if (!stated) throw new Rejection(409, 'kit-states-nothing');
  const prevalence = await prevalenceFor(context, actor, conditions);
  const { source, tests } = await laboratoryTests(context, actor, conditions, kit);
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
  const cheapest = [...families.values()].flatMap((family) => family.slice(0, SHOWN_OF_A_FAMILY));
  const single = choice.weighed.filter(({ candidate }) => candidate.family === 'individual');
  const compared = new Set([...single, choice.chosen, ...(choice.runnerUp ? [choice.runnerUp] : [])]);
  // a cheaper one of the same family may have been refused
  const shown = new Set([
    ...cheapest,
    ...compared,
    ...choice.weighed.filter(({ candidate }) => candidate.id === inUse),
  ]);
  const prevalences = prevalencesAround(prevalence);
  return {
    prevalence,
    test: source,
    chosen: judged(choice.chosen),
    runnerUp: choice.runnerUp && judged(choice.runnerUp),
    breakEven: choice.breakEven,
    warnings: [...choice.warnings],
    weighed: choice.weighed.filter((one) => shown.has(one)).map(judged),
    sensitivities: aliquotsShown
      .filter((aliquots) => aliquots <= stated.aliquotsValidated)
      .map((aliquots) => ({
        aliquots,
        sensitivity: tests.assay.sensitivity * (aliquots === 1 ? 1 : tests.seenInPool(aliquots)),
      })),
    curves: {
      prevalences,
      designs: [...compared].map(({ candidate }) => ({
        design: candidate.id,
        testsPerPerson: costCurve(candidate, tests, prevalences),
      })),
    },
    admissible: new Set(
      choice.weighed.flatMap(({ candidate, refusals }) => (refusals.length === 0 ? [candidate.id] : [])),
    ),
  };
}

async function prevalenceFor(
  context: Context,
  actor: Actor,
  { sweepId, prevalence, prevalenceLow, prevalenceHigh }: DesignConditions,
): Promise<Prevalence & { source: 'given' | 'sweep'; day: string | null }> {
  if (prevalence !== undefined) {
    const [low, high] = [prevalenceLow ?? prevalence, prevalenceHigh ?? prevalence];
    if (!(low <= prevalence && prevalence <= high))
      throw new Rejection(400, 'malformed', { field: 'prevalence' });
    return { source: 'given', day: null, estimate: prevalence, low, high };
  }
  if (sweepId === undefined) throw new Rejection(400, 'malformed', { field: 'prevalence' });
  const scope = await scopeOfQuestion(context, actor, { sweepId });
  const { total, days } = await readPrevalence(context, actor, scope, 'day');
  const latest = latestTelling(days);
  const { prevalence: counted } = latest ?? total;
  // no pools yet, or so few positive ones that a laboratory is not told
  if (!counted) throw new Rejection(409, 'prevalence-unknown');
  return { source: 'sweep', day: latest?.day ?? null, ...counted };
}

const judged = ({ candidate, cost, ...worth }: JudgedCandidate): JudgedDesign => ({
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
  missedPer100000: worth.missedPer100000,
  missedAtWorst: worth.missedAtWorst,
  retestsAtWorst: worth.retestsAtWorst,
  refusals: [...worth.refusals],
});
