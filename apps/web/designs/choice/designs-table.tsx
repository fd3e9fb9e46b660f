import { Table } from '@mantine/core';
import type { DesignChoiceAnswer, JudgedDesign } from '#lis/contracts';
import { ConfirmButton } from '../../src/parts/confirm-button.js';
import { useLanguage } from '../../src/texts/language.js';
import { designName } from '../design-name.js';
import { useDesignTexts } from '../texts/use-design-texts.js';
import { perDay, refusalText } from './refusal-text.js';

type Props = {
  answer: DesignChoiceAnswer;
  inUse: string | null;
  onDecide: (design: string) => Promise<void>;
};

/** All that was weighed: what each would cost and miss, and why not. */
export function DesignsTable({ answer, inUse, onDecide }: Props) {
  const { formats } = useLanguage();
  const texts = useDesignTexts();
  const { conditions } = answer;
  const words = texts.table;
  const marks = ({ design }: JudgedDesign) => [
    ...(design === answer.chosen.design ? [words.isChosen] : []),
    ...(design === answer.runnerUp?.design ? [words.isRunnerUp] : []),
    ...(design === inUse ? [words.isInUse] : []),
  ];
  const figures = [words.tests, words.rounds, words.pool, words.sensitivity, words.missed, words.retests];
  return (
    <Table.ScrollContainer type="native" minWidth={720}>
      <Table className="grid designs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{words.design}</Table.Th>
            {figures.map((heading) => (
              <Table.Th key={heading} scope="col" className="right">
                {heading}
              </Table.Th>
            ))}
            <Table.Th scope="col">{words.verdict}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {answer.weighed.map((one) => (
            <Table.Tr key={one.design} className={one.refusals.length > 0 ? 'faded' : undefined}>
              <Table.Th scope="row" className="design-name">
                {designName(one.design, texts)}
                {marks(one).map((mark) => (
                  <span key={mark} className="mark">
                    {mark}
                  </span>
                ))}
              </Table.Th>
              <Table.Td className="right">{formats.fine(one.testsPerPerson)}</Table.Td>
              <Table.Td className="right">{formats.number(one.stages)}</Table.Td>
              <Table.Td className="right">{formats.number(one.largestPool)}</Table.Td>
              <Table.Td className="right">{formats.finePercent(one.poolingSensitivity)}</Table.Td>
              <Table.Td className="right">
                {formats.short(one.missedPer100000)} ({formats.short(one.missedAtWorst)})
              </Table.Td>
              <Table.Td className="right">
                {one.stages === 1
                  ? '—'
                  : `${perDay(one.retestsPerPerson, conditions.specimensPerDay, formats)} (${perDay(one.retestsAtWorst, conditions.specimensPerDay, formats)})`}
              </Table.Td>
              <Table.Td className="verdict">
                {one.refusals.length > 0 ? (
                  refusalText(one, conditions, { texts, formats })
                ) : one.design === inUse ? (
                  <span className="good-text">{words.admissible}</span>
                ) : (
                  <ConfirmButton
                    label={texts.choice.decide}
                    question={texts.choice.decideSure}
                    onConfirmed={() => onDecide(one.design)}
                  />
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
