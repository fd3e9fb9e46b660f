import { Table } from '@mantine/core';
import type { MessageFate } from '#lis/contracts';
import { Headings } from '../parts/headings.js';
import { useAnalyserWords } from '../words.js';

/** The readings that were made of a message. */
export function ReadingsTable({ readings }: { readings: MessageFate['readings'] }) {
  const say = useAnalyserWords();
  if (readings.length === 0) return <p className="muted">{say('noReadings')}</p>;
  return (
    <Table.ScrollContainer type="native" minWidth={520} maxHeight={360}>
      <Table className="grid">
        <Headings of={['plate', 'well', 'target', 'Ct', 'sent', 'call']} />
        <Table.Tbody>
          {readings.map(({ plate, well, target, ct, rawValue, call }, index) => (
            // the same target of a well may have been sent twice
            // oxlint-disable-next-line react/no-array-index-key
            <Table.Tr key={`${plate} ${well} ${target} ${index}`}>
              <Table.Td className="code">{plate}</Table.Td>
              <Table.Td className="code">{well}</Table.Td>
              <Table.Td className="code">{target}</Table.Td>
              <Table.Td className="figures">{ct ?? say('noCt')}</Table.Td>
              <Table.Td className="code wraps">{rawValue || '—'}</Table.Td>
              <Table.Td className="code">{call ?? '—'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
