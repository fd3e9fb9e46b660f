import type { Context } from '#lis/platform';
import { auditOrder, postponeStranded, readStranded, tellUndelivered } from './order-fate.queries.js';
import { moveOrder } from './orders.queries.js';
import { withdrawRest } from './settle-orders.js';

/** Of orders that no process can send for a minute: a query's are given up, a plate's are told to a person. */
export async function settleStranded({ db, clock }: Context): Promise<void> {
  for (const stranded of await readStranded(db)) {
    const { orderId, instrumentId, cause, queryId, sweepId } = stranded;
    const at = clock.now(instrumentId < 0 ? 'drill' : 'real');
    await db.begin(async (tx) => {
      if (cause === 'plate') {
        await postponeStranded(tx, orderId);
        return tellUndelivered(tx, instrumentId, 'not-connected', at);
      }
      if (!(await moveOrder(tx, orderId, ['waiting', 'sent'], 'timeout', at))) return;
      await auditOrder(tx, at, sweepId, orderId, 'order-timeout');
      if (queryId !== null) await withdrawRest(tx, queryId, at);
    });
  }
}
