import { Table } from '@mantine/core';
import type { Pools, Prevalence } from '../server/answers.js';
import { useLanguage } from '../texts/language.js';
import { Estimate, Few } from './prevalence-figures.js';

/** Days in numbers, and all of them together. */
export function PrevalenceDays({ answer }: { answer: Prevalence }) {
  const { texts, formats } = useLanguage();
  const words = texts.prevalence;
  return (
    <Table.ScrollContainer type="native" minWidth={640}>
      <Table className="grid">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{words.day}</Table.Th>
            <Table.Th scope="col">{words.estimate}</Table.Th>
            <Table.Th scope="col" className="right">
              {words.positive}
            </Table.Th>
            <Table.Th scope="col" className="right">
              {words.tubes}
            </Table.Th>
            <Table.Th scope="col" className="right">
              {words.unclear}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {answer.days.map((line) => (
            <Line key={line.day} heading={formats.day(line.day)} pools={line} />
          ))}
          {answer.days.length > 1 && <Line heading={words.all} pools={answer.total} />}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Line({ heading, pools }: { heading: string; pools: Pools }) {
  const { formats } = useLanguage();
  return (
    <Table.Tr>
      <Table.Th scope="row">{heading}</Table.Th>
      <Table.Td>
        <Estimate pools={pools} />
      </Table.Td>
      <Table.Td className="right">
        <Few count={pools.positive} />
      </Table.Td>
      <Table.Td className="right">{formats.number(pools.pools)}</Table.Td>
      <Table.Td className="right">
        <Few count={pools.inconclusive} /> / {formats.number(pools.invalid)}
      </Table.Td>
    </Table.Tr>
  );
}
