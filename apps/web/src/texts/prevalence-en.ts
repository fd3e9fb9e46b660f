import type { prevalenceZh } from './prevalence-zh.js';

/** English texts of the prevalence and of the advice on tubes. */
export const prevalenceEn: typeof prevalenceZh = {
  heading: 'Prevalence and swabs per tube',
  note: 'Estimated from screening tubes with a result; 95 % interval in brackets. Re-collected single tubes are not counted again.',
  chart: 'Prevalence by day with its 95 % interval',
  day: 'Sampled on',
  estimate: 'Prevalence (95 % interval)',
  tubes: 'Valid tubes',
  positive: 'Positive',
  unclear: 'Inconclusive / invalid',
  all: 'All',
  tooFew: 'too few tubes to say',
  withheld: 'fewer than 5 tubes, not shown',
  none: 'No screening tube has a result yet.',
  advice: 'Advice',
  keep: (swabs) => `Keep ${swabs} swabs to a tube.`,
  less: (best, now) => `Put ${best} swabs into a tube instead of ${now}.`,
  more: (best, now) => `${best} swabs to a tube would need fewer tests than ${now} do.`,
  plain: (swabs) => `Put ${swabs} swabs into a tube.`,
  single: 'Sample everybody singly, one swab to a tube.',
  keepSingle: 'Keep to one swab to a tube.',
  basis: (day) => `By the tubes of ${day}.`,
  cost: (tests, recalled, worst) =>
    `About ${tests} tests a person; about ${recalled} of people are called back and sampled singly (${worst} at most).`,
  recalls: (people) => `Of a day’s people that is ${people} at most.`,
  missed: (missed, worst) =>
    `Of 100,000 people in negative tubes about ${missed} carry the virus unseen (${worst} at most).`,
  now: (swabs) => `With ${swabs} to a tube, as now:`,
  refusals: {
    missed: 'more would be missed than the limit allows',
    recall: 'more would be called back than can be sampled singly',
    validated: 'more than the kit was validated with',
  },
  reasons: {
    'no-pools': 'No screening tube has a result yet: no advice.',
    'too-few-pools': 'Too few tubes have a result to give advice.',
    'test-unknown': 'The kit does not state how well it tests pools: no advice.',
    withheld: 'Fewer than 5 tubes are positive: the advice is shown to health officials only.',
  },
  warnings: {
    'pooling-collapsing': [
      'Pooling may collapse',
      'More than 1 % may carry the virus: many tubes will be positive, and call-backs grow fast. Prepare for fewer swabs to a tube, or for single sampling.',
    ],
    'never-pool': ['Do not pool', 'Above 38 % no pooling saves a test.'],
  },
  noLimits: 'No limits are set for missed carriers and call-backs.',
  noMissedLimit: 'No limit is set for missed carriers.',
  noRecallLimit: 'No daily room for call-backs is set.',
  test: {
    kit: (sensitivity) => `Sensitivity ${sensitivity}, as the kit states.`,
    'own-retests': (sensitivity, n) =>
      `Sensitivity ${sensitivity}, from the Ct of ${n} people found positive singly.`,
    none: 'The kit states no sensitivity: counted as if tests never erred.',
  },
  sites: 'Sites clearly above the others',
  noSites: 'No site is clearly above the others.',
  site: 'Site',
  siteAdvice: 'Swabs advised',
};
