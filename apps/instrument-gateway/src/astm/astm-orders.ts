import { setTimeout as sleep } from 'node:timers/promises';
import type { AstmMessage } from '#lis/astm';
import { failureCode } from '#lis/persistence';
import { keepGoing } from '#lis/platform';
import type { Instrument } from '../instruments.js';
import { lane } from '../orders/lane.js';
import { withdrawRest } from '../orders/settle-orders.js';
import type { Reception } from '../reception.js';
import { answerAstmQuery, type AstmReply } from './answer-astm-query.js';
import type { AstmConnection } from './astm-connection.js';
import { pushAstmOrders } from './push-astm-orders.js';
import { settleAstmOrder } from './settle-astm-order.js';

type Query = { instrument: Instrument; message: AstmMessage; body: Buffer; connection: AstmConnection };

/** Queries over ASTM lines and the orders that are sent over them; results pass it by. */
export type AstmOrders = {
  /** the instrument is at the other end of this connection: it was heard, or it can be nobody else */
  open(instrumentId: number, connection: AstmConnection): void;
  closed(connection: AstmConnection): void;
  /** Answers a query: `settle(true)` when its fate stands, before the answer leaves. */
  ask(query: Query, settle: (isKept: boolean) => void): void;
  close(): Promise<void>;
};

export function astmOrders(
  { context, warn, heard }: Pick<Reception, 'context' | 'warn' | 'heard'>,
  lookEachMs = 1000,
): AstmOrders {
  const lines = new Map<number, AstmConnection>();
  const stop = new AbortController();
  const work = lane((error) => warn('orders-not-served', { code: failureCode(error) ?? 'unknown' }));
  const pushing = keepGoing(
    stop.signal,
    async () => {
      await pushAstmOrders({ context, lines, heard });
      return lookEachMs;
    },
    (code) => warn('orders-not-pushed', { code }),
  );
  const nowFor = (id: number) => context.clock.now(id < 0 ? 'drill' : 'real');

  const tell = async (id: number, { answer, controlId }: AstmReply, connection: AstmConnection) => {
    if (answer === null) return;
    const delivery = await connection.deliver(answer);
    if (delivery === 'sent') heard(id);
    if (controlId !== null) await settleAstmOrder(context, id, controlId, delivery);
    else if (delivery !== 'sent') warn('query-not-answered', { instrument: id, reason: delivery });
  };

  return {
    // the line that it opened last
    open: (instrumentId, connection) => void lines.set(instrumentId, connection),
    closed(connection) {
      for (const [id, own] of lines) if (own === connection) lines.delete(id);
    },
    ask({ instrument, message, body, connection }, settle) {
      const { id } = instrument;
      void work
        .run(
          () => answerAstmQuery(context, { instrument, message, body }),
          // nobody waits for that answer any more
          ({ queryId }) => context.db.begin((tx) => withdrawRest(tx, queryId, nowFor(id))),
        )
        .then((reply) => {
          settle(reply !== null);
          return reply === null ? undefined : tell(id, reply, connection);
        })
        .catch((error: unknown) => warn('orders-not-served', { code: failureCode(error) ?? 'unknown' }));
    },
    async close() {
      stop.abort();
      await Promise.race([Promise.all([pushing, work.drained()]), sleep(3000, undefined, { ref: false })]);
    },
  };
}
