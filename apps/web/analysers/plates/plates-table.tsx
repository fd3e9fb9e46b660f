import { Table } from '@mantine/core';
import type { Plates } from '#lis/contracts';
import { useMoment } from '../../src/parts/use-moment.js';
import { Headings } from '../parts/headings.js';
import { useAnalyserWords } from '../words.js';
import { orderTone } from './order-tone.js';

type Props = { plates: Plates['plates']; opened: string };

/** Plates with what is called of them and what became of their worklist. */
export function PlatesTable({ plates, opened }: Props) {
  const say = useAnalyserWords();
  const moment = useMoment();
  if (plates.length === 0) return <p className="muted">{say('noPlates')}</p>;
  return (
    <Table.ScrollContainer type="native" minWidth={640}>
      <Table className="grid">
        <Headings of={['plate', 'laidOutAt', 'kit', 'tubes', 'called', 'lastOrder']} />
        <Table.Tbody>
          {plates.map(({ barcode, laidOutAt, kit, tubes, called, order }) => (
            <Table.Tr key={barcode}>
              <Table.Th scope="row" className="code">
                <a
                  href={`#worklists/${encodeURIComponent(barcode)}`}
                  {...(barcode === opened && { 'aria-current': 'true' as const })}
                >
                  {barcode}
                </a>
              </Table.Th>
              <Table.Td className="figures nowrap">{moment(laidOutAt)}</Table.Td>
              <Table.Td>{kit}</Table.Td>
              <Table.Td className="figures">{tubes}</Table.Td>
              <Table.Td className="figures">{called}</Table.Td>
              <Table.Td>
                {order === null ? (
                  <span className="muted">{say('order-none')}</span>
                ) : (
                  <>
                    <span className={orderTone(order.state)}>{say(`order-${order.state}`)}</span>{' '}
                    <span className="muted code">{order.instrumentSerial}</span>
                  </>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
