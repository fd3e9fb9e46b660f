import { Table } from '@mantine/core';
import { useAnalyserWords } from '../words.js';

/** A table's row of headings; a nameless one stands over buttons. */
export function Headings({ of }: { of: readonly string[] }) {
  const say = useAnalyserWords();
  return (
    <Table.Thead>
      <Table.Tr>
        {of.map((heading, index) => (
          <Table.Th
            key={heading || index}
            scope="col"
            {...(heading === '' && { 'aria-label': say('actions') })}
          >
            {heading && say(heading)}
          </Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
  );
}
