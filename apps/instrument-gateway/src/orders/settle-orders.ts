import { decodeText, type Header, readMessage, readOrderAnswer, type OrderAnswer } from '#lis/hl7';
import type { Transaction } from '#lis/persistence';
import type { Context } from '#lis/platform';
import {
  askOnceAbout,
  auditOrder,
  type AwaitedOrder,
  keepAnswer,
  lockAwaitedOrder,
  nextOfChain,
  restOfChain,
} from './order-fate.queries.js';
import { ATTEMPTS_BEFORE_TELLING } from './order-pace.js';
import { moveOrder, postponeOrder } from './orders.queries.js';

export type Settled =
  /** what follows over the same connection; null: nothing */
  | { kind: 'settled'; next: Buffer | null }
  /** the answer names no message of ours to this instrument */
  | { kind: 'unknown' };
type Answer = Extract<OrderAnswer, { kind: 'answer' }>;

/**
 * What an instrument answered to orders of ours (`ORL^O34`, `ACK^Q03`, any `ACK`): remembered, so that what was
 * accepted is never sent again; the second answer changes nothing (law 2). The next message of a chain is given back
 * when it stands there as sent. `retryMs`: after which that one is sent again.
 */
export async function settleOrder(
  { db, clock }: Context,
  instrumentId: number,
  header: Pick<Header, 'characterSets'>,
  body: Buffer,
  retryMs: number,
): Promise<Settled> {
  const answer = readOrderAnswer(readMessage(decodeText(body, header.characterSets).text));
  if (answer.kind === 'not-an-answer' || answer.controlId === '' || answer.controlId.includes('\0'))
    return { kind: 'unknown' };
  const at = clock.now(instrumentId < 0 ? 'drill' : 'real');
  return db.begin(async (tx) => {
    await tx`set local statement_timeout = '2s'`;
    const order = await lockAwaitedOrder(tx, instrumentId, answer.controlId);
    if (!order) return { kind: 'unknown' };
    // CA: it is stored there, and the answer proper follows
    if (answer.verdict === 'commit' || !['sent', 'timeout'].includes(order.state))
      return { kind: 'settled', next: null };
    const next = await take(tx, { instrumentId, order, answer, body, at, retryMs });
    return { kind: 'settled', next };
  }) as Promise<Settled>;
}

type Taking = {
  instrumentId: number;
  order: AwaitedOrder;
  answer: Answer;
  body: Buffer;
  at: number;
  retryMs: number;
};

async function take(tx: Transaction, given: Taking): Promise<Buffer | null> {
  const { order, answer, body, at, retryMs } = given;
  const { orderId, queryId, sweepId } = order;
  const detail = { code: answer.code, refused: answer.refused.length };
  await keepAnswer(tx, orderId, {
    code: answer.code,
    refused: answer.refused,
    body: body.subarray(0, 65_536),
  });
  if (answer.verdict === 'failed' && order.cause === 'plate') {
    // not now: the same bytes again later
    await postponeOrder(tx, orderId, order.attempts, answer.code);
    if (order.attempts >= ATTEMPTS_BEFORE_TELLING) await tell(tx, given, 'orders-not-delivered');
    return null;
  }
  const isAccepted = answer.verdict === 'accepted';
  await moveOrder(tx, orderId, ['sent', 'timeout'], isAccepted ? 'accepted' : 'rejected', at);
  await auditOrder(tx, at, sweepId, orderId, isAccepted ? 'order-accepted' : 'order-rejected', detail);
  if (!isAccepted || answer.refused.length > 0) await tell(tx, given, 'orders-refused');
  if (queryId === null) return null;
  if (!isAccepted) {
    await withdrawRest(tx, queryId, at);
    return null;
  }
  const next = await nextOfChain(tx, queryId, retryMs);
  if (!next) return null;
  await moveOrder(tx, next.orderId, ['waiting'], 'sent', at);
  await auditOrder(tx, at, null, next.orderId, 'order-sent');
  return next.body;
}

async function tell(tx: Transaction, { instrumentId, order, answer, at }: Taking, code: string) {
  const subject = code === 'orders-refused' ? `order-message:${order.orderId}` : `instrument:${instrumentId}`;
  const detail = { instrumentId, code: answer.code, refused: answer.refused.slice(0, 100) };
  await askOnceAbout(tx, { instrumentId, code, subject, detail, at });
}

/** What waits behind a message that was not taken is not sent. */
export async function withdrawRest(tx: Transaction, queryId: number, at: number): Promise<void> {
  for (const orderId of await restOfChain(tx, queryId)) {
    if (await moveOrder(tx, orderId, ['waiting', 'sent'], 'withdrawn', at))
      await auditOrder(tx, at, null, orderId, 'order-withdrawn');
  }
}
