import type { PoolAdvice } from '../server/answers.js';
import type { Formats } from '../texts/formats.js';
import type { Texts } from '../texts/zh.js';

/** What to do, in one sentence; why nothing is advised where nothing is. */
export function adviceSentence(
  { best, inForce, reason }: PoolAdvice,
  texts: Texts,
  formats: Formats,
): string {
  const words = texts.prevalence;
  if (best === null) return words.reasons[reason ?? 'no-pools'];
  const [size, now] = [formats.number(best), formats.number(inForce ?? 0)];
  if (best === 1) return inForce === 1 ? words.keepSingle : words.single;
  if (inForce === null) return words.plain(size);
  if (best === inForce) return words.keep(size);
  return best < inForce ? words.less(size, now) : words.more(size, now);
}

/** What the advice stands on, a sentence each: its cost, what is missed, why not as now, limits and test. */
export function adviceGrounds(advice: PoolAdvice, texts: Texts, formats: Formats): string[] {
  const words = texts.prevalence;
  const { best, inForce, options, limits, peoplePerDay, test } = advice;
  const option = options.find(({ swabs }) => swabs === best);
  const current = best === inForce ? undefined : options.find(({ swabs }) => swabs === inForce);
  const grounds = best !== null && advice.day !== null ? [words.basis(formats.day(advice.day))] : [];
  if (option && option.swabs > 1) {
    const { testsPerPerson, recalled, recalledAtWorst, missedPer100000, missedAtWorst } = option;
    grounds.push(
      words.cost(formats.short(testsPerPerson), formats.percent(recalled), formats.percent(recalledAtWorst)),
    );
    if (peoplePerDay !== null)
      grounds.push(words.recalls(formats.number(Math.ceil(recalledAtWorst * peoplePerDay))));
    grounds.push(words.missed(formats.short(missedPer100000), formats.short(missedAtWorst)));
  }
  if (current && current.refusals.length > 0 && inForce !== null) {
    const why = current.refusals.map((refusal) => words.refusals[refusal]);
    grounds.push(`${words.now(formats.number(inForce))} ${why.join(texts.listComma)}${texts.fullStop}`);
  }
  if (best !== null) {
    const [missed, recalls] = [limits.missedPer100000 === null, limits.recallsPerDay === null];
    if (missed && recalls) grounds.push(words.noLimits);
    else if (missed) grounds.push(words.noMissedLimit);
    else if (recalls) grounds.push(words.noRecallLimit);
  }
  if (test.kit) {
    const sensitivity = formats.percent(test.sensitivity);
    if (test.source === 'none') grounds.push(words.test.none);
    else if (test.source === 'kit') grounds.push(words.test.kit(sensitivity));
    else grounds.push(words.test['own-retests'](sensitivity, formats.number(test.positives)));
  }
  return grounds;
}
