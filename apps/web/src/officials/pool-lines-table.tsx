import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Pools } from '../server/answers.js';
import { useLanguage } from '../texts/language.js';
import { Estimate, Few } from './prevalence-figures.js';

export type PoolLine = {
  key: string;
  heading: ReactNode;
  pools: Pools;
  /** what the table's last column says of it */
  last: ReactNode;
};
type Props = { heading: string; lastHeading: string; lines: readonly PoolLine[] };

/** Pools and their estimate, a line for each day or site. */
export function PoolLinesTable({ heading, lastHeading, lines }: Props) {
  const { texts, formats } = useLanguage();
  const words = texts.prevalence;
  return (
    <Table.ScrollContainer type="native" minWidth={640}>
      <Table className="grid">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{heading}</Table.Th>
            <Table.Th scope="col">{words.estimate}</Table.Th>
            {[words.positive, words.tubes, lastHeading].map((name) => (
              <Table.Th key={name} scope="col" className="right">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <Table.Tr key={line.key}>
              <Table.Th scope="row">{line.heading}</Table.Th>
              <Table.Td>
                <Estimate pools={line.pools} />
              </Table.Td>
              <Table.Td className="right">
                <Few count={line.pools.positive} />
              </Table.Td>
              <Table.Td className="right">{formats.number(line.pools.pools)}</Table.Td>
              <Table.Td className="right">{line.last}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
