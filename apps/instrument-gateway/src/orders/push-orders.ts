import {
  encodeText,
  envelopeTo,
  formatHl7Time,
  readHeader,
  readMessage,
  readOrderAnswer,
  writeLawOrder,
} from '#lis/hl7';
import { findWorkOrders, type Transaction } from '#lis/persistence';
import type { Context } from '#lis/platform';
import type { OrderConnections } from './order-connections.js';
import { askOnceAbout, auditOrder, postponeStranded, readStranded } from './order-fate.queries.js';
import {
  ATTEMPTS_BEFORE_TELLING,
  MAX_PLATE_ATTEMPTS,
  MAX_QUERY_ATTEMPTS,
  type OrderPace,
} from './order-pace.js';
import {
  claimDueOrders,
  type DueOrder,
  moveOrder,
  nextControlIds,
  postponeOrder,
  profileOfInstrument,
  writeOrderBody,
} from './orders.queries.js';
import { sendToPort } from './send-to-port.js';
import { settleOrder, withdrawRest } from './settle-orders.js';

type Pushing = { context: Context; connections: OrderConnections; pace: OrderPace };
const nowFor = ({ clock }: Context, instrumentId: number) => clock.now(instrumentId < 0 ? 'drill' : 'real');

/**
 * Sends what is due, each instrument's one after another, instruments beside each other. What is sent stands as sent
 * before it leaves; a process that dies in between leaves it due again, with the same bytes and control id.
 */
export async function pushOrders(pushing: Pushing): Promise<void> {
  const { context, connections, pace } = pushing;
  const due = await claimDueOrders(context.db, connections.instruments(), pace.answerMs);
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
  const isSpent = order.attempts > (order.cause === 'plate' ? MAX_PLATE_ATTEMPTS : MAX_QUERY_ATTEMPTS);
  const body = await context.db.begin(async (tx) => {
    await tx`set local statement_timeout = '5s'`;
    if (isSpent) return giveUp(tx, context, order);
    return order.body ?? makeBody(tx, context, order);
  });
  if (!body) return;
  await markSent(context, order);
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

/** The orders of the plate as they are at the first sending; null: nothing of it is to be measured any more. */
async function makeBody(tx: Transaction, context: Context, order: DueOrder): Promise<Buffer | null> {
  const at = nowFor(context, order.id);
  const found = (await findWorkOrders(tx, order.id, { codes: [order.plateBarcode ?? ''] })).filter(
    ({ place }) => place?.plateBarcode === order.plateBarcode,
  );
  const [controlId = ''] = await nextControlIds(tx, 1);
  const envelope = envelopeTo(order, order.laboratoryCode, controlId, formatHl7Time(at, 0));
  const profile = await profileOfInstrument(tx, order);
  const text = writeLawOrder(envelope, found, profile);
  const body = found.length === 0 ? null : encodeText(text, envelope.characterSet);
  if (body === null) {
    if (await moveOrder(tx, order.orderId, ['waiting'], 'withdrawn', at))
      await auditOrder(tx, at, order.sweepId, order.orderId, 'order-withdrawn');
    return null;
  }
  const isOurs = await writeOrderBody(tx, order.orderId, {
    controlId,
    body,
    codes: found.map(({ code }) => code),
  });
  return isOurs ? body : null;
}

async function markSent(context: Context, order: DueOrder): Promise<void> {
  const at = nowFor(context, order.id);
  await context.db.begin(async (tx) => {
    if (await moveOrder(tx, order.orderId, ['waiting'], 'sent', at))
      await auditOrder(tx, at, order.sweepId, order.orderId, 'order-sent', { attempt: order.attempts });
  });
}

async function giveUp(tx: Transaction, context: Context, order: DueOrder): Promise<null> {
  const at = nowFor(context, order.id);
  if (!(await moveOrder(tx, order.orderId, ['waiting', 'sent'], 'timeout', at))) return null;
  await auditOrder(tx, at, order.sweepId, order.orderId, 'order-timeout', { attempts: order.attempts - 1 });
  if (order.queryId !== null) await withdrawRest(tx, order.queryId, at);
  return null;
}

async function fail(context: Context, order: DueOrder, reason: string): Promise<void> {
  await context.db.begin(async (tx) => {
    await postponeOrder(tx, order.orderId, order.attempts, reason);
    if (order.cause === 'plate' && order.attempts >= ATTEMPTS_BEFORE_TELLING)
      await tellUndelivered(tx, context, order.id, reason);
  });
}

function tellUndelivered(tx: Transaction, context: Context, instrumentId: number, reason: string) {
  return askOnceAbout(tx, {
    instrumentId,
    code: 'orders-not-delivered',
    subject: `instrument:${instrumentId}`,
    detail: { reason },
    at: nowFor(context, instrumentId),
  });
}

/** Of orders that no process can send for a minute: a query's are given up, a plate's are told to a person. */
export async function settleStranded(context: Context): Promise<void> {
  for (const stranded of await readStranded(context.db)) {
    const { orderId, instrumentId, cause, queryId, sweepId } = stranded;
    const at = nowFor(context, instrumentId);
    await context.db.begin(async (tx) => {
      if (cause === 'plate') {
        await postponeStranded(tx, orderId);
        return tellUndelivered(tx, context, instrumentId, 'not-connected');
      }
      if (!(await moveOrder(tx, orderId, ['waiting', 'sent'], 'timeout', at))) return;
      await auditOrder(tx, at, sweepId, orderId, 'order-timeout');
      if (queryId !== null) await withdrawRest(tx, queryId, at);
    });
  }
}
