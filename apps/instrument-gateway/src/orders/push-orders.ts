import { encodeText, envelopeTo, readHeader, readMessage, readOrderAnswer, writeLawOrder } from '#lis/hl7';
import type { Context } from '#lis/platform';
import { claimDueOrders, type DueOrder } from './claim-orders.queries.js';
import type { OrderConnections } from './order-connections.js';
import { tellUndelivered } from './order-fate.queries.js';
import { ATTEMPTS_BEFORE_TELLING, type OrderPace } from './order-pace.js';
import { postponeOrder } from './orders.queries.js';
import { prepareOrder } from './prepare-order.js';
import { sendToPort } from './send-to-port.js';
import { settleOrder } from './settle-orders.js';

type Pushing = { context: Context; connections: OrderConnections; pace: OrderPace };

/**
 * Sends what is due, each instrument's one after another, instruments beside each other. What is sent stands as sent
 * before it leaves; a process that dies in between leaves it due again, with the same bytes and control id.
 */
export async function pushOrders(pushing: Pushing): Promise<void> {
  const { context, connections, pace } = pushing;
  const due = await claimDueOrders(context.db, {
    protocol: 'hl7',
    connected: connections.instruments(),
    claimedMs: pace.answerMs,
  });
  const lanes = byInstrument(due);
  await Promise.all(
    [...lanes.values()].map(async (orders) => {
      for (const order of orders) await pushOne(pushing, order);
    }),
  );
}

function byInstrument(due: readonly DueOrder[]): Map<number, DueOrder[]> {
  const lanes = new Map<number, DueOrder[]>();
  for (const order of due) lanes.set(order.id, [...(lanes.get(order.id) ?? []), order]);
  return lanes;
}

async function pushOne({ context, connections, pace }: Pushing, order: DueOrder): Promise<void> {
  const made = await prepareOrder(context, order, (found, { controlId, time, profile }) => {
    const envelope = envelopeTo(order, order.laboratoryCode, controlId, time);
    return encodeText(writeLawOrder(envelope, found, profile), envelope.characterSet);
  });
  if (made === null) return;
  const { body } = made;
  if (order.overConnection || order.orderHost === null || order.orderPort === null) {
    // its answer comes over that connection, or it is due again
    if (!connections.send(order.id, body)) await fail(context, order, 'not-connected');
    return;
  }
  const isFinal = (frame: Buffer) => {
    const answer = readOrderAnswer(readMessage(frame.toString('latin1')));
    return answer.kind === 'answer' && answer.verdict !== 'commit';
  };
  const to = { host: order.orderHost, port: order.orderPort };
  const delivery = await sendToPort(to, body, pace.answerMs, isFinal);
  if (delivery.kind !== 'answer') return fail(context, order, delivery.kind);
  const header = readHeader(delivery.body);
  const characterSets = header.kind === 'header' ? header.characterSets : [];
  const settled = await settleOrder(context, order.id, { characterSets }, delivery.body, pace.answerMs);
  if (settled.kind === 'unknown') await fail(context, order, 'answer-of-another');
}

async function fail({ db, clock }: Context, order: DueOrder, reason: string): Promise<void> {
  const at = clock.now(order.id < 0 ? 'drill' : 'real');
  await db.begin(async (tx) => {
    await postponeOrder(tx, order.orderId, order.attempts, reason);
    if (order.cause === 'plate' && order.attempts >= ATTEMPTS_BEFORE_TELLING)
      await tellUndelivered(tx, order.id, reason, at);
  });
}
