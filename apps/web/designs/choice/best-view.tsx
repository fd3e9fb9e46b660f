import { Alert } from '@mantine/core';
import type { DesignChoiceAnswer } from '#lis/contracts';
import type { ReactNode } from 'react';
import { Facts } from '../../src/parts/facts.js';
import { useLanguage } from '../../src/texts/language.js';
import { designName } from '../design-name.js';
import { useDesignTexts } from '../texts/use-design-texts.js';
import { perDay } from './refusal-text.js';

type Props = { answer: DesignChoiceAnswer; children: ReactNode };

/** The answer in one line, what it means for a day, and the runner-up with the prevalence that would change the order. */
export function BestView({ answer, children }: Props) {
  const { texts: common, formats } = useLanguage();
  const texts = useDesignTexts();
  const { conditions } = answer;
  const words = texts.choice;
  const { chosen, runnerUp, breakEven, prevalence, test, sensitivities } = answer;
  const saved = 1 - chosen.testsPerPerson;
  const source =
    test.source === 'own-retests'
      ? words.test['own-retests'](formats.number(test.positives))
      : conditions.ctDeviation === undefined
        ? words.test.kit
        : words.test.ownTooFew;
  const bySize = sensitivities.map(
    ({ aliquots, sensitivity }) => `${formats.number(aliquots)}: ${formats.finePercent(sensitivity)}`,
  );
  const [least, largest] = [sensitivities[0], sensitivities.at(-1)];
  const isSame = least?.sensitivity === largest?.sensitivity;
  return (
    <>
      {answer.warnings.map((warning) => (
        <Alert key={warning} className="notice" role="alert">
          {words.warnings[warning]}
        </Alert>
      ))}
      <div role="status">
        <p className="muted">{words.chosen}</p>
        <p className="best">{designName(chosen.design, texts)}</p>
        <p>
          <strong>{words.tests(formats.fine(chosen.testsPerPerson))}</strong>
          {' · '}
          {saved > 0 ? words.saves(formats.percent(saved)) : words.savesNothing}
        </p>
      </div>
      <Facts
        of={[
          [words.perDay, perDay(chosen.testsPerPerson, conditions.specimensPerDay, formats)],
          [
            words.retests,
            chosen.stages === 1
              ? '—'
              : `${perDay(chosen.retestsPerPerson, conditions.specimensPerDay, formats)} (${words.atMost(perDay(chosen.retestsAtWorst, conditions.specimensPerDay, formats))})`,
          ],
          [words.rounds, formats.number(chosen.stages)],
          [words.sensitivity, formats.finePercent(chosen.poolingSensitivity)],
          [
            words.missed,
            `${formats.short(chosen.missedPer100000)} (${words.atMost(formats.short(chosen.missedAtWorst))})`,
          ],
        ]}
      />
      {children}
      <p>
        <span className="muted">{words.runnerUp}</span>{' '}
        {runnerUp ? (
          <>
            <strong>{designName(runnerUp.design, texts)}</strong>
            {' · '}
            {words.tests(formats.fine(runnerUp.testsPerPerson))}
            {common.fullStop}
            {common.sentenceGap}
            {breakEven === null
              ? words.noBreakEven
              : words.breakEven(formats.finePercent(breakEven), breakEven > prevalence.estimate)}
          </>
        ) : (
          words.noRunnerUp
        )}
      </p>
      <p className="muted small">
        {words.prevalence(
          formats.percent(prevalence.estimate),
          formats.percent(prevalence.low),
          formats.percent(prevalence.high),
        )}
        {' · '}
        {source}
        {' · '}
        {isSame && largest
          ? words.bySizes(formats.finePercent(largest.sensitivity), formats.number(largest.aliquots))
          : words.bySize(bySize.join(common.listComma))}
      </p>
    </>
  );
}
