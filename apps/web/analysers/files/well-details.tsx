import { Table } from '@mantine/core';
import { Facts } from '../../src/parts/facts.js';
import { Headings } from '../parts/headings.js';
import { useAnalyserWords } from '../words.js';
import type { PlateWell } from './plate-wells.js';

/** One well: what was laid out, what the file says, and its values. */
export function WellDetails({ name, well }: { name: string; well: PlateWell | undefined }) {
  const say = useAnalyserWords();
  return (
    <section className="well-details" aria-live="polite" aria-label={`${say('well')} ${name}`}>
      <h3 className="code">{name}</h3>
      {well ? (
        <>
          <Facts
            of={[
              [say('role'), say(well.role ?? 'outside')],
              [say('laidOut'), <code key="laid-out">{well.laidOut ?? say('nothing')}</code>],
              [say('inFile'), <code key="in-file">{well.inFile ?? say('nothing')}</code>],
            ]}
          />
          {well.readings.length > 0 && (
            <Table className="grid">
              <Headings of={['target', 'Ct', 'call', 'flags']} />
              <Table.Tbody>
                {well.readings.map(({ target, ct, call, flags }, index) => (
                  // a target may stand twice in a file
                  // oxlint-disable-next-line react/no-array-index-key
                  <Table.Tr key={`${target} ${index}`}>
                    <Table.Th scope="row" className="code">
                      {target}
                    </Table.Th>
                    <Table.Td className="figures">{ct ?? say('noCt')}</Table.Td>
                    <Table.Td className="code">{call ?? '—'}</Table.Td>
                    <Table.Td className="code">{flags.join(', ') || '—'}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )}
        </>
      ) : (
        <p className="muted">{say('empty')}</p>
      )}
    </section>
  );
}
