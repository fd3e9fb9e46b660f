import { Table } from '@mantine/core';
import type { PoolAdvice } from '../server/answers.js';
import { useLanguage } from '../texts/language.js';

/** Every size that is collected: what it would cost and miss, and why not. */
export function AdviceOptions({ advice: { options, best, inForce } }: { advice: PoolAdvice }) {
  const { texts, formats } = useLanguage();
  const { options: words, refusals } = texts.prevalence;
  return (
    <details className="folded">
      <summary>{words.heading}</summary>
      <Table.ScrollContainer type="native" minWidth={640}>
        <Table className="grid">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{words.swabs}</Table.Th>
              {[words.tests, words.recalled, words.missed].map((heading) => (
                <Table.Th key={heading} scope="col" className="right">
                  {heading}
                </Table.Th>
              ))}
              <Table.Th scope="col">{words.verdict}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {options.map((option) => (
              <Table.Tr key={option.swabs} className={option.refusals.length > 0 ? 'faded' : undefined}>
                <Table.Th scope="row">
                  {formats.number(option.swabs)}
                  {option.swabs === best && <span className="mark">{words.best}</span>}
                  {option.swabs === inForce && <span className="mark">{words.inForce}</span>}
                </Table.Th>
                <Table.Td className="right">{formats.fine(option.testsPerPerson)}</Table.Td>
                <Table.Td className="right">
                  {formats.percent(option.recalled)} ({formats.percent(option.recalledAtWorst)})
                </Table.Td>
                <Table.Td className="right">
                  {formats.short(option.missedPer100000)} ({formats.short(option.missedAtWorst)})
                </Table.Td>
                <Table.Td>
                  {option.refusals.length === 0
                    ? words.admissible
                    : option.refusals.map((refusal) => refusals[refusal]).join(texts.listComma)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </details>
  );
}
