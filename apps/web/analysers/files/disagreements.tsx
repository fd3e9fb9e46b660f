import { Table } from '@mantine/core';
import type { FilePreview } from '#lis/contracts';
import { Headings } from '../parts/headings.js';
import { useAnalyserWords } from '../words.js';

/** Wells of which the file says something else than the layout. */
export function Disagreements({ of }: { of: FilePreview['disagreements'] }) {
  const say = useAnalyserWords();
  if (of.length === 0) return null;
  return (
    <section className="stack" aria-label={say('disagreements')}>
      <h3>
        {say('disagreements')} ({of.length})
      </h3>
      <Table.ScrollContainer type="native" minWidth={420} maxHeight={300}>
        <Table className="grid">
          <Headings of={['well', 'laidOut', 'inFile']} />
          <Table.Tbody>
            {of.map(({ well, laidOut, inFile }) => (
              <Table.Tr key={well}>
                <Table.Th scope="row" className="code">
                  {well}
                </Table.Th>
                <Table.Td className="code">{laidOut ?? say('nothing')}</Table.Td>
                <Table.Td className="code">{inFile ?? say('nothing')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}
