import type { DesignChoiceAnswer, DesignConditions, JudgedDesign } from '#lis/contracts';
import type { Formats } from '../../src/texts/formats.js';
import type { DesignTexts } from '../texts/zh.js';

type Words = { texts: DesignTexts; formats: Formats };

/** Why a design is not admissible, each reason with its figure and the limit; empty when it is. */
export function refusalText(
  design: JudgedDesign,
  conditions: DesignConditions,
  { texts, formats }: Words,
): string {
  const { number, fine, finePercent } = formats;
  const { hoursPerStage, deadlineHours, specimensPerDay, retestsPerDay } = conditions;
  const words = texts.refusals;
  const reasons: Record<JudgedDesign['refusals'][number], () => string> = {
    prevalence: () => words.prevalence,
    sensitivity: () =>
      words.sensitivity(finePercent(design.poolingSensitivity), finePercent(conditions.sensitivityFloor)),
    missed: () => words.missed(fine(design.missedAtWorst), number(conditions.missedPer100000)),
    deadline: () =>
      words.deadline(number(design.stages), number(design.stages * hoursPerStage), number(deadlineHours)),
    aliquots: () => words.aliquots(number(design.aliquots), number(conditions.aliquots)),
    robot: () => words.robot,
    retests: () =>
      words.retests(perDay(design.retestsAtWorst, specimensPerDay, formats), number(retestsPerDay)),
    batch: () => words.batch(number(design.batch), number(specimensPerDay)),
  };
  return design.refusals.map((refusal) => reasons[refusal]()).join(texts.semicolon);
}

/** So many of a day's specimens, in whole tests, never fewer than are expected. */
export const perDay = (perPerson: number, specimensPerDay: number, { number }: Formats): string =>
  number(Math.max(0, Math.ceil(perPerson * specimensPerDay - 1e-9)));

/** What has become of the design in use under these conditions; null where it is not among those weighed. */
export function inUseText(
  { weighed, chosen, conditions }: Pick<DesignChoiceAnswer, 'weighed' | 'chosen' | 'conditions'>,
  inUse: string,
  { texts, formats }: Words,
): string | null {
  const design = weighed.find((one) => one.design === inUse);
  if (!design) return null;
  if (design.refusals.length > 0)
    return texts.inUse.refused(refusalText(design, conditions, { texts, formats }));
  if (design.design === chosen.design) return texts.inUse.best;
  return texts.inUse.dearer(formats.percent(design.testsPerPerson / chosen.testsPerPerson - 1));
}
