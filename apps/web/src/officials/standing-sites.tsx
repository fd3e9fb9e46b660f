import { Table } from '@mantine/core';
import type { PoolAdvice } from '../server/answers.js';
import { useLanguage } from '../texts/language.js';
import { Estimate, Few } from './prevalence-figures.js';

/** Sites with more positive tubes than chance explains, each with its own advice. */
export function StandingSites({ sites }: { sites: PoolAdvice['sites'] }) {
  const { texts, formats } = useLanguage();
  const words = texts.prevalence;
  if (sites.length === 0) return <p className="muted">{words.noSites}</p>;
  return (
    <>
      <h3 className="panel-part">{words.sites}</h3>
      <Table.ScrollContainer type="native" minWidth={640}>
        <Table className="grid">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{words.site}</Table.Th>
              <Table.Th scope="col">{words.estimate}</Table.Th>
              <Table.Th scope="col" className="right">
                {words.positive}
              </Table.Th>
              <Table.Th scope="col" className="right">
                {words.tubes}
              </Table.Th>
              <Table.Th scope="col" className="right">
                {words.siteAdvice}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sites.map((site) => (
              <Table.Tr key={site.code}>
                <Table.Th scope="row">
                  {site.name} <span className="code light">{site.code}</span>
                </Table.Th>
                <Table.Td>
                  <Estimate pools={site} />
                </Table.Td>
                <Table.Td className="right">
                  <Few count={site.positive} />
                </Table.Td>
                <Table.Td className="right">{formats.number(site.pools)}</Table.Td>
                <Table.Td className="right">{site.best === null ? '—' : formats.number(site.best)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}
