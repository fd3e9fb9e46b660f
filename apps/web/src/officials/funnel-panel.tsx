import { Table } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { FunnelAnswer } from '../server/answers.js';
import { useLanguage } from '../texts/language.js';
import { Bar } from './bar.js';
import { Panel } from './panel.js';

const stages = ['registered', 'received', 'resulted', 'reported'] as const;

export function FunnelPanel({ query }: { query: UseQueryResult<FunnelAnswer> }) {
  const { texts } = useLanguage();
  return (
    <Panel heading={texts.funnel.heading} note={texts.funnel.note} query={query}>
      {(funnel) => <FunnelTable funnel={funnel} />}
    </Panel>
  );
}

function FunnelTable({ funnel }: { funnel: FunnelAnswer }) {
  const { texts, formats } = useLanguage();
  const words = texts.funnel;
  const before = (index: number) => funnel[stages[index - 1] ?? 'registered'].people;
  return (
    <Table.ScrollContainer type="native" minWidth={640}>
      <Table className="grid">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{words.stage}</Table.Th>
            <Table.Th scope="col" className="wide" aria-hidden="true" />
            <Table.Th scope="col" className="right">
              {texts.people} <span className="light">({words.ofTarget})</span>
            </Table.Th>
            <Table.Th scope="col" className="right">
              {texts.tubes} <span className="light">({words.ofRegistered})</span>
            </Table.Th>
            <Table.Th scope="col" className="right">
              {words.waiting} <span className="light">({texts.people})</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {stages.map((stage, index) => {
            const { people, tubes } = funnel[stage];
            return (
              <Table.Tr key={stage}>
                <Table.Th scope="row">{words[stage]}</Table.Th>
                <Table.Td>
                  <Bar part={people} whole={funnel.target} />
                </Table.Td>
                <Table.Td className="right">
                  <strong>{formats.number(people)}</strong>
                  <span className="share">{formats.share(people, funnel.target)}</span>
                </Table.Td>
                <Table.Td className="right">
                  <strong>{formats.number(tubes)}</strong>
                  <span className="share">{formats.share(tubes, funnel.registered.tubes)}</span>
                </Table.Td>
                <Table.Td className="right">
                  {index === 0 ? '—' : formats.number(Math.max(0, before(index) - people))}
                </Table.Td>
              </Table.Tr>
            );
          })}
          <Table.Tr className="aside">
            <Table.Th scope="row">{words.held}</Table.Th>
            <Table.Td />
            <Table.Td className="right">
              {funnel.held.people === null ? '< 5' : formats.number(funnel.held.people)}
              <span className="share" />
            </Table.Td>
            <Table.Td className="right">
              {funnel.held.tubes === null ? '< 5' : formats.number(funnel.held.tubes)}
              <span className="share" />
            </Table.Td>
            <Table.Td />
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
