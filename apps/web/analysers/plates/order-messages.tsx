import { Table } from '@mantine/core';
import type { PlateOrders } from '#lis/contracts';
import { useMoment } from '../../src/parts/use-moment.js';
import { Headings } from '../parts/headings.js';
import { useAnalyserWords } from '../words.js';
import { orderTone } from './order-tone.js';

/** Each message of orders that holds the plate, the latest first. */
export function OrderMessages({ orders }: { orders: PlateOrders['orders'] }) {
  const say = useAnalyserWords();
  const moment = useMoment();
  return (
    <section className="stack" aria-label={say('orderMessages')}>
      <h3>{say('orderMessages')}</h3>
      {orders.length === 0 ? (
        <p className="muted">{say('noOrders')}</p>
      ) : (
        <Table.ScrollContainer type="native" minWidth={760}>
          <Table className="grid">
            <Headings
              of={['instrument', 'state', 'cause', 'made', 'attempts', 'specimens', 'answer', 'settled']}
            />
            <Table.Tbody>
              {orders.map((order, index) => (
                // messages have no name here; the list only grows at its head
                // oxlint-disable-next-line react/no-array-index-key
                <Table.Tr key={orders.length - index}>
                  <Table.Th scope="row" className="code">
                    {order.instrumentSerial}
                  </Table.Th>
                  <Table.Td>
                    <span className={orderTone(order.state)}>{say(`order-${order.state}`)}</span>
                  </Table.Td>
                  <Table.Td>{say(`cause-${order.cause}`)}</Table.Td>
                  <Table.Td className="figures nowrap">{moment(order.madeAt)}</Table.Td>
                  <Table.Td className="figures">{order.attempts}</Table.Td>
                  <Table.Td className="figures">
                    {order.specimens}
                    {order.refused.length > 0 && (
                      <span className="bad-text">
                        {' '}
                        ({say('order-rejected')} {order.refused.length})
                      </span>
                    )}
                  </Table.Td>
                  <Table.Td className="code wraps">{order.answerCode ?? order.lastError ?? '—'}</Table.Td>
                  <Table.Td className="figures nowrap">{moment(order.settledAt)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  );
}
