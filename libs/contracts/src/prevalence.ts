import { z } from 'zod';
import { Count, Moment, parameter, SignedId, text } from './scalars.js';

/** Of the subtree of `parent`; by civil day of sealing, or by sampling site. */
export const PrevalenceQuery = z.strictObject({
  sweepId: parameter(SignedId),
  by: z.enum(['day', 'site']).default('day'),
  parent: text(20).min(1).optional(),
});
export type PrevalenceQuery = z.infer<typeof PrevalenceQuery>;
export const SitePrevalenceQuery = z.strictObject({
  sweepId: parameter(SignedId),
  code: text(20).min(1),
});
export type SitePrevalenceQuery = z.infer<typeof SitePrevalenceQuery>;
/** Of the sites in the subtree of `parent`. */
export const LaboratoriesQuery = z.strictObject({
  sweepId: parameter(SignedId),
  parent: text(20).min(1).optional(),
});
export type LaboratoriesQuery = z.infer<typeof LaboratoriesQuery>;
export const PoolAdviceQuery = z.strictObject({
  sweepId: parameter(SignedId),
  parent: text(20).min(1).optional(),
});
export type PoolAdviceQuery = z.infer<typeof PoolAdviceQuery>;

/** Shares of people, with the 95 % likelihood interval. */
export const PrevalenceRange = z.object({ estimate: z.number(), low: z.number(), high: z.number() });
/** Screening pools with a result. Null: fewer than five, and the asker is not of the health role. */
export const PoolsLine = z.object({
  /** positive and negative ones: what the estimate stands on */
  pools: z.int(),
  people: z.int(),
  positive: z.int().nullable(),
  inconclusive: z.int().nullable(),
  invalid: z.int(),
  /** null: no pools, or withheld */
  prevalence: PrevalenceRange.nullable(),
  /** the interval is too wide to act on; null where nothing is said */
  tooFew: z.boolean().nullable(),
});
/** Where the chances of a pool's test come from. `none`: nothing is stated, the prevalence is that of a test without errors. */
export const PoolTestSource = z.object({
  source: z.enum(['own-retests', 'kit', 'none']),
  kit: z.object({ id: z.string(), version: z.int() }).nullable(),
  /** further kits with which plates of the sweep were measured */
  otherKits: z.int(),
  sensitivity: z.number(),
  specificity: z.number(),
  /** 95 % interval of the specificity, learnt from own retests; absent: it is the kit's own word, or of no kit */
  specificityRange: z.object({ low: z.number(), high: z.number() }).optional(),
  /** positive single tests that the sensitivity was learnt from */
  positives: z.int(),
});
export const SitePools = PoolsLine.extend({ code: z.string(), name: z.string(), standsOut: z.boolean() });
export const PrevalenceAnswer = z.object({
  asOf: Moment,
  parent: z.object({ code: z.string(), name: z.string() }).nullable(),
  test: PoolTestSource,
  total: PoolsLine,
  /** civil days of the sweep's time zone, the first first; empty by site */
  days: z.array(PoolsLine.extend({ day: z.iso.date() })),
  /** those that stand out first, then by positive pools; 50 at most, empty by day */
  sites: z.array(SitePools),
  /** sites with results; null by day */
  sitesInAll: z.int().nullable(),
});
/** One site, day by day; civil days of the sweep's time zone, the first first. */
export const SitePrevalenceAnswer = z.object({
  asOf: Moment,
  site: z.object({ code: z.string(), name: z.string() }),
  test: PoolTestSource,
  total: PoolsLine,
  days: z.array(PoolsLine.extend({ day: z.iso.date() })),
});
export type SitePrevalenceAnswer = z.infer<typeof SitePrevalenceAnswer>;

/** Against the other laboratories; null where nothing can be compared. Numbers are the health role's alone. */
const LaboratoryComparison = z
  .object({
    /** its positive pools that can be compared, and how many its share of those would be */
    seen: z.int().nullable(),
    expected: z.number().nullable(),
    /** chance of a share so far off, if all were alike */
    chance: z.number().nullable(),
    /** what chance does not explain, the number of laboratories considered */
    outOfLine: z.enum(['more', 'fewer']).nullable(),
  })
  .nullable();
export const LaboratoriesAnswer = z.object({
  asOf: Moment,
  parent: z.object({ code: z.string(), name: z.string() }).nullable(),
  test: PoolTestSource,
  /** those out of line first, then by code; of a technician, the own */
  laboratories: z.array(
    PoolsLine.extend({
      code: z.string(),
      name: z.string(),
      /** on the same site, day and size of tube: where a laboratory works is not held against it */
      sameSites: LaboratoryComparison,
      /** on the same day and size of tube, whatever the site: also tells of places with more virus */
      inSweep: LaboratoryComparison,
      /** a small count: this laboratory's, or another's which this one's would tell */
      withheld: z.boolean(),
    }),
  ),
});
export type LaboratoriesAnswer = z.infer<typeof LaboratoriesAnswer>;
export type PoolsLine = z.infer<typeof PoolsLine>;
export type PoolTestSource = z.infer<typeof PoolTestSource>;
export type PrevalenceAnswer = z.infer<typeof PrevalenceAnswer>;

const Limits = {
  /** of 100,000 people in negative tubes at most so many may be positive */
  missedPer100000: z.number().min(0).max(100_000).nullable(),
  /** people who can be called back and sampled singly on a day, in the whole sweep */
  recallsPerDay: Count.nullable(),
  /** medium of a tube of several swabs and of one; standard deviation of a repeated Ct */
  dilution: z
    .strictObject({
      mixedMillilitres: z.number().min(0.1).max(1000),
      singleMillilitres: z.number().min(0.1).max(1000),
      ctDeviation: z.number().min(0.1).max(5),
    })
    .nullable(),
};
/** Null: not set, and no limit. */
export const SetPoolAdviceLimitsRequest = z.strictObject({ sweepId: SignedId, ...Limits });
export type SetPoolAdviceLimitsRequest = z.infer<typeof SetPoolAdviceLimitsRequest>;
export const PoolAdviceLimits = z.object(Limits);
export type PoolAdviceLimits = z.infer<typeof PoolAdviceLimits>;

export const PoolSizeOption = z.object({
  swabs: z.int(),
  testsPerPerson: z.number(),
  /** share of people called back, at the estimate and at the upper prevalence */
  recalled: z.number(),
  recalledAtWorst: z.number(),
  missedPer100000: z.number(),
  missedAtWorst: z.number(),
  positiveInPositiveTube: z.number(),
  refusals: z.array(z.enum(['missed', 'recall', 'validated'])),
});
export const PoolSizeAdvice = z.object({
  asOf: Moment,
  kind: z.enum(['advice', 'cannot-say']),
  reason: z.enum(['no-pools', 'too-few-pools', 'test-unknown', 'withheld']).nullable(),
  /** the latest civil day whose tubes say enough, by which the advice is; null: all days together */
  day: z.iso.date().nullable(),
  pools: PoolsLine,
  test: PoolTestSource,
  limits: PoolAdviceLimits,
  /** who set them, and when; null: nobody has */
  limitsSet: z.object({ by: z.string(), at: Moment }).nullable(),
  /** people to be sampled on a day of the sweep; null: no target */
  peoplePerDay: z.number().nullable(),
  /** swabs in a tube by the general policy in force; null: none */
  inForce: z.int().nullable(),
  best: z.int().nullable(),
  options: z.array(PoolSizeOption),
  warnings: z.array(z.enum(['pooling-collapsing', 'never-pool'])),
  /** sites that stand out from the others, each with the size that its own prevalence asks for; null: too few to say */
  sites: z.array(SitePools.extend({ best: z.int().nullable() })),
});
export type PoolSizeAdvice = z.infer<typeof PoolSizeAdvice>;
