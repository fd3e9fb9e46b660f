import { Table } from '@mantine/core';
import { Headings } from '../parts/headings.js';
import { useAnalyserWords } from '../words.js';
import { orderTone } from './order-tone.js';
import type { OrderedWell } from './tube-states.js';

/** Every well of the plate, code and role, and what became of its order. */
export function OrderedWells({ wells }: { wells: readonly OrderedWell[] }) {
  const say = useAnalyserWords();
  return (
    <section className="stack" aria-label={say('perTube')}>
      <h3>
        {say('perTube')} ({wells.length})
      </h3>
      <Table.ScrollContainer type="native" minWidth={520} maxHeight={480}>
        <Table className="grid">
          <Headings of={['well', 'code', 'role', 'state', 'instrument']} />
          <Table.Tbody>
            {wells.map(({ well, code, kind, state, instrumentSerial }) => (
              <Table.Tr key={well}>
                <Table.Th scope="row" className="code">
                  {well}
                </Table.Th>
                <Table.Td className="code">{code ?? '—'}</Table.Td>
                <Table.Td>{say(kind)}</Table.Td>
                <Table.Td>
                  <span className={orderTone(state)}>{say(`order-${state}`)}</span>
                </Table.Td>
                <Table.Td className="code">{instrumentSerial ?? '—'}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}
