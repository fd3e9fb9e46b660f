import type { ChoiceWarning, DesignChoice, DesignWish, JudgedCandidate, Refusal } from '#lis/domain';
import { columnsOf } from '../../input/columns-of.js';
import { percent } from '../../input/numbers.js';

const REFUSALS: Readonly<Record<Refusal, string>> = {
  prevalence: 'never pool above 38.2 %',
  sensitivity: 'too few positives reach their single test (--floor)',
  missed: 'too many misses at the upper prevalence (--misses)',
  deadline: 'too many rounds for the deadline (--deadline, --stage)',
  aliquots: 'too many aliquots (--aliquots)',
  robot: 'needs a liquid handler (--hand)',
  retests: 'more retests than a day has room for (--retests)',
  batch: 'a batch is larger than a day (--per-day)',
};
const WARNINGS: Readonly<Record<ChoiceWarning, string>> = {
  'pooling-collapsing': 'the prevalence may be above 15 %: pooling hardly pays any more',
  'never-pool': 'above 38.2 % no design saves anything (Ungar 1960)',
  'pooling-does-not-pay': 'no admissible design is cheaper than single tests',
  'prevalence-unsure': 'the prevalence is unsure by more than a factor of ten: test some pools first',
};

/** The choice as a person reads it: the best of each family, and why what is cheaper is not admissible. */
export function choiceText(choice: DesignChoice, { prevalence }: DesignWish): string {
  const { chosen, runnerUp, breakEven, warnings, weighed } = choice;
  const { estimate, low, high } = prevalence;
  const lines = [
    `prevalence  ${percent(estimate)}, 95 % interval ${percent(low)} to ${percent(high)}`,
    `choice      ${line(chosen)}`,
    `runner-up   ${runnerUp ? line(runnerUp) : 'none of another family is admissible'}`,
    `break-even  ${breakEven === null ? (runnerUp ? 'none between 0.001 % and 40 %' : 'none') : `${percent(Number(breakEven.toPrecision(3)))}: there both cost the same`}`,
    ...warnings.map((warning) => `WARNING     ${warning}: ${WARNINGS[warning]}`),
  ];
  const shown = bestOfEach(weighed);
  const rows = shown.map((one) => [
    one.candidate.id,
    one.cost.testsPerPerson.toFixed(4),
    one.cost.poolingSensitivity.toFixed(4),
    one.missedPer100000.toFixed(2),
    String(one.candidate.stages),
    one.refusals.length === 0 ? 'admissible' : one.refusals.map((refusal) => REFUSALS[refusal]).join('; '),
  ]);
  const heading = ['design', 'tests/person', 'sensitivity', 'misses/100,000', 'rounds', ''];
  return `${lines.join('\n')}\n\n${columnsOf([heading, ...rows], [1, 2, 3, 4])}`;
}

const line = ({ candidate, cost, missedPer100000 }: JudgedCandidate) =>
  `${candidate.id}: ${cost.testsPerPerson.toFixed(4)} tests a person, ${missedPer100000.toFixed(2)} misses among 100,000, ${candidate.stages} rounds`;

/** Of sizes without number: of Dorfman and three stages the cheapest admissible and the cheapest of all; of others each. */
function bestOfEach(weighed: readonly JudgedCandidate[]): JudgedCandidate[] {
  const seen = new Set<string>();
  return weighed.filter(({ candidate: { family, id }, refusals }) => {
    const isStaged = family === 'dorfman' || family === 'hierarchical';
    const keys = isStaged ? [family, ...(refusals.length === 0 ? [`${family} admissible`] : [])] : [id];
    const isNew = keys.some((key) => !seen.has(key));
    keys.forEach((key) => seen.add(key));
    return isNew;
  });
}
