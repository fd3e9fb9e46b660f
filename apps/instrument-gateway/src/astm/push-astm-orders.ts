import { STANDARD_ASTM_DELIMITERS, writeAstmOrders } from '#lis/astm';
import type { Context } from '#lis/platform';
import { claimDueOrders, type DueOrder } from '../orders/claim-orders.queries.js';
import { tellUndelivered } from '../orders/order-fate.queries.js';
import { ATTEMPTS_BEFORE_TELLING } from '../orders/order-pace.js';
import { prepareOrder, type WriteOrders } from '../orders/prepare-order.js';
import { actionOf, ordersFor } from './answer-astm-query.js';
import type { AstmConnection } from './astm-connection.js';
import { settleAstmOrder } from './settle-astm-order.js';

/** A sending may wait for the line: 20 s of contention, and 15 s for a frame. Until then no other process takes it. */
const CLAIMED_MS = 120_000;

type Pushing = {
  context: Context;
  lines: ReadonlyMap<number, AstmConnection>;
  /** an instrument spoke */
  heard: (instrumentId: number) => void;
};

/**
 * Sends plates' orders to instruments that are set to be told, over the lines that they hold to this process. What is
 * sent stands as sent before it leaves; a process that dies in between leaves it due again, with the same bytes.
 */
export async function pushAstmOrders({ context, lines, heard }: Pushing): Promise<void> {
  const { db, clock } = context;
  const connected = [...lines.keys()];
  for (const order of await claimDueOrders(db, { protocol: 'astm', connected, claimedMs: CLAIMED_MS })) {
    const line = lines.get(order.id);
    const made = await prepareOrder(context, order, writerFor(order));
    if (made === null) continue;
    const delivery = line?.deliver(made.body) ?? Promise.resolve('closed' as const);
    // not awaited: an instrument that is busy keeps nobody else waiting
    void delivery
      .then(async (fate) => {
        // what acknowledges has spoken
        if (fate === 'sent') heard(order.id);
        await settleAstmOrder(context, order.id, made.controlId, fate);
        if (fate === 'sent' || order.attempts < ATTEMPTS_BEFORE_TELLING) return undefined;
        const at = clock.now(order.id < 0 ? 'drill' : 'real');
        return db.begin((tx) => tellUndelivered(tx, order.id, fate, at));
      })
      // due again when its claim ends
      .catch(() => undefined);
  }
}

const writerFor =
  ({ laboratoryCode, application, facility }: DueOrder): WriteOrders =>
  (found, { controlId, time, profile }) => {
    const envelope = {
      controlId,
      sender: [laboratoryCode],
      receiver: [application, facility],
      time: time.slice(0, 14),
      delimiters: STANDARD_ASTM_DELIMITERS,
    };
    const how = { isAnswer: false, action: actionOf(profile) };
    return Buffer.from(writeAstmOrders(envelope, ordersFor(profile, found), how));
  };
