import { z } from 'zod';
import { PoolTestSource, PrevalenceRange } from './prevalence.js';
import { Moment, SignedId, text, Version } from './scalars.js';

const Share = z.number().min(0).max(1);
const Amount = z.number().min(0).max(100_000_000);
const conditions = {
  sweepId: SignedId,
  kitVersion: Version,
  prevalence: Share,
  prevalenceLow: Share,
  prevalenceHigh: Share,
  /** the least chance that a positive reaches its single test */
  sensitivityFloor: Share,
  /** of 100,000 people called negative by pools at most so many may be positive */
  missedPer100000: Amount,
  hoursPerStage: Amount,
  deadlineHours: Amount,
  /** aliquots that may be drawn from a specimen */
  aliquots: Amount,
  specimensPerDay: Amount,
  /** single retests that a day has room for */
  retestsPerDay: Amount,
  /** standard deviation of a repeated Ct; given, the own retests of the sweep are learnt from */
  ctDeviation: z.number().min(0.1).max(5),
};
const words = { kitId: text(40).min(1), robot: z.enum(['yes', 'no']) };
const optional = {
  sweepId: true,
  prevalence: true,
  prevalenceLow: true,
  prevalenceHigh: true,
  ctDeviation: true,
} as const;

/** A number as a parameter of a query string, digits and a point alone, once. */
const decimal = <T extends z.ZodType<number, number>>(schema: T) =>
  z
    .string()
    .regex(/^-?\d{1,10}(\.\d{1,12})?$/)
    .transform(Number)
    .pipe(schema);

/** Conditions of a laboratory. Prevalence is given, or taken from the sweep that is named. */
export const DesignConditions = z.strictObject({ ...words, ...conditions }).partial(optional);
export type DesignConditions = z.infer<typeof DesignConditions>;
/** The same as parameters of a query string. */
export const DesignChoiceQuery = z
  .strictObject({
    ...words,
    sweepId: decimal(conditions.sweepId),
    kitVersion: decimal(conditions.kitVersion),
    prevalence: decimal(conditions.prevalence),
    prevalenceLow: decimal(conditions.prevalenceLow),
    prevalenceHigh: decimal(conditions.prevalenceHigh),
    sensitivityFloor: decimal(conditions.sensitivityFloor),
    missedPer100000: decimal(conditions.missedPer100000),
    hoursPerStage: decimal(conditions.hoursPerStage),
    deadlineHours: decimal(conditions.deadlineHours),
    aliquots: decimal(conditions.aliquots),
    specimensPerDay: decimal(conditions.specimensPerDay),
    retestsPerDay: decimal(conditions.retestsPerDay),
    ctDeviation: decimal(conditions.ctDeviation),
  })
  .partial(optional);

export const JudgedDesign = z.object({
  design: z.string(),
  family: z.string(),
  stages: z.int(),
  aliquots: z.int(),
  largestPool: z.int(),
  batch: z.int(),
  needsRobot: z.boolean(),
  testsPerPerson: z.number(),
  retestsPerPerson: z.number(),
  /** chance that a positive reaches its single test */
  poolingSensitivity: z.number(),
  missedPer100000: z.number(),
  /** both at the upper prevalence, where limits are held; retests per person */
  missedAtWorst: z.number(),
  retestsAtWorst: z.number(),
  /** none: admissible */
  refusals: z.array(
    z.enum(['prevalence', 'sensitivity', 'missed', 'deadline', 'aliquots', 'robot', 'retests', 'batch']),
  ),
});
export type JudgedDesign = z.infer<typeof JudgedDesign>;
export const DesignDecision = z.object({
  design: z.string(),
  conditions: DesignConditions,
  decidedBy: z.string(),
  decidedAt: Moment,
});
export const DesignChoiceAnswer = z.object({
  asOf: Moment,
  /** as they were asked: what a decision names */
  conditions: DesignConditions,
  prevalence: PrevalenceRange.extend({
    source: z.enum(['given', 'sweep']),
    /** the latest civil day of the sweep that says enough; null: all its days together, or given */
    day: z.iso.date().nullable(),
  }),
  test: PoolTestSource,
  chosen: JudgedDesign,
  runnerUp: JudgedDesign.nullable(),
  /** the prevalence next to the estimate at which both cost the same */
  breakEven: z.number().nullable(),
  warnings: z.array(
    z.enum(['pooling-collapsing', 'never-pool', 'pooling-does-not-pay', 'prevalence-unsure']),
  ),
  /** the three cheapest of each family, admissible or not, with the chosen, the runner-up and that in use, the cheapest first */
  weighed: z.array(JudgedDesign),
  /** chance that a pool shows one positive among so many aliquots, up to the largest pool that was validated */
  sensitivities: z.array(z.object({ aliquots: z.int(), sensitivity: z.number() })),
  /** tests per person of single testing, the chosen and the runner-up at prevalences around the interval */
  curves: z.object({
    prevalences: z.array(z.number()),
    designs: z.array(z.object({ design: z.string(), testsPerPerson: z.array(z.number()) })),
  }),
  /** what the laboratory decided last; null: nothing yet */
  decision: DesignDecision.nullable(),
});
export type DesignChoiceAnswer = z.infer<typeof DesignChoiceAnswer>;
/** What a choice begins with: kits that plates may use and what they state of pools, sweeps, the last decision. */
export const DesignChoiceStart = z.object({
  /** the latest first; `stated` null: the kit says nothing of pools, and nothing is assumed */
  kits: z.array(
    z.object({
      id: z.string(),
      version: z.int(),
      name: z.string(),
      stated: z
        .object({ sensitivity: z.number(), specificity: z.number(), aliquotsValidated: z.int() })
        .nullable(),
    }),
  ),
  /** the latest first */
  sweeps: z.array(z.object({ id: z.int(), name: z.string() })),
  decision: DesignDecision.nullable(),
});
export type DesignChoiceStart = z.infer<typeof DesignChoiceStart>;
export const DecideDesignRequest = z.strictObject({ design: text(60).min(1), conditions: DesignConditions });
export type DecideDesignRequest = z.infer<typeof DecideDesignRequest>;
export const DecideDesignAnswer = z.object({ outcome: z.enum(['decided', 'replayed']), design: z.string() });
