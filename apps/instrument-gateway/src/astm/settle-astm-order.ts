import type { Context } from '#lis/platform';
import { auditOrder, keepAnswer, lockAwaitedOrder } from '../orders/order-fate.queries.js';
import { moveOrder, postponeOrder } from '../orders/orders.queries.js';
import type { Delivery } from './astm-connection.js';

/**
 * What became of orders that were sent over a line. ASTM has no answer to orders but the line's: a message whose last
 * frame was acknowledged is taken. One that was not is told to wait when it is a plate's, and over when it answered a
 * query, because who asked asks again.
 */
export async function settleAstmOrder(
  { db, clock }: Context,
  instrumentId: number,
  controlId: string,
  delivery: Delivery,
): Promise<void> {
  const at = clock.now(instrumentId < 0 ? 'drill' : 'real');
  await db.begin(async (tx) => {
    const order = await lockAwaitedOrder(tx, instrumentId, controlId);
    if (!order || !['sent', 'timeout'].includes(order.state)) return;
    const { orderId, sweepId, cause, attempts } = order;
    if (delivery === 'sent') {
      await keepAnswer(tx, orderId, { code: 'ACK', refused: [], body: Buffer.from([0x06]) });
      await moveOrder(tx, orderId, ['sent', 'timeout'], 'accepted', at);
      await auditOrder(tx, at, sweepId, orderId, 'order-accepted', { code: 'ACK' });
    } else if (cause === 'plate') await postponeOrder(tx, orderId, attempts, delivery);
    else if (await moveOrder(tx, orderId, ['sent'], 'timeout', at))
      await auditOrder(tx, at, sweepId, orderId, 'order-timeout', { reason: delivery });
  });
}
