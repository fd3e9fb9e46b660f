import { setTimeout as sleep } from 'node:timers/promises';
import type { Header } from '#lis/hl7';
import { failureCode } from '#lis/persistence';
import { type Context, keepGoing } from '#lis/platform';
import type { Answer } from '../analyser-connection.js';
import { answerTo } from '../answers.js';
import { answerQuery } from './answer-query.js';
import { lane } from './lane.js';
import { orderConnections, type Peer } from './order-connections.js';
import { ORDER_PACE, type OrderPace } from './order-pace.js';
import { pushOrders } from './push-orders.js';
import { settleOrder, withdrawRest } from './settle-orders.js';
import { settleStranded } from './settle-stranded.js';

type Frame = { instrumentId: number; header: Header; body: Buffer; peer: Peer };

type Answers = {
  tell: (answer: Answer) => void;
  /** the records do not answer in time: it is to be sent again */
  unavailable: () => void;
  /** bytes that are no query; they are kept */
  refuse: (reason: string) => void;
};

/** Everything between instruments and their orders; results pass it by. */
export type OrderTraffic = {
  /** the instrument is heard over this connection */
  heard(instrumentId: number, peer: Peer): void;
  closed(peer: Peer): void;
  /** whose a connection is, when one instrument alone speaks over it */
  only(peer: Peer): number | undefined;
  /** Takes a query, or what an instrument answers to orders of ours, and has one of the `answers` given once. */
  ask(frame: Frame, answers: Answers): void;
  settle(frame: Frame, answers: Answers): void;
  close(): Promise<void>;
};

/** A message that is not results: a query, or an answer to orders. */
export function trafficOf({ messageType, triggerEvent }: Header): 'query' | 'answer' | null {
  if (messageType === 'ACK' || messageType === 'ORL') return 'answer';
  const type = `${messageType}^${triggerEvent}`;
  return type === 'QBP^Q11' || type === 'QRY^Q02' ? 'query' : null;
}

export function orderTraffic(
  context: Context,
  warn: (event: string, detail: Record<string, unknown>) => void,
  pace: OrderPace = ORDER_PACE,
): OrderTraffic {
  const connections = orderConnections();
  const stop = new AbortController();
  const retryMs = pace.answerMs;
  const work = lane((error) => warn('orders-not-served', { code: failureCode(error) ?? 'unknown' }));
  const fail = (code: string) => warn('orders-not-pushed', { code });
  let lookedAt = -Infinity;
  const pushing = keepGoing(
    stop.signal,
    async () => {
      await pushOrders({ context, connections, pace });
      if (performance.now() - lookedAt > 15_000) {
        lookedAt = performance.now();
        await settleStranded(context);
      }
      return pace.lookEachMs;
    },
    fail,
  );
  /** Nobody waits for that answer any more: what it would have been followed by is not sent. */
  const withdraw = (queryId: number, instrumentId: number) =>
    context.db
      .begin((tx) => withdrawRest(tx, queryId, context.clock.now(instrumentId < 0 ? 'drill' : 'real')))
      .catch(() => warn('orders-not-withdrawn', { instrumentId }));

  return {
    heard: (instrumentId, peer) => connections.heard(instrumentId, peer),
    closed: (peer) => connections.closed(peer),
    only: (peer) => connections.only(peer),
    ask({ instrumentId, header, body }, { tell, unavailable, refuse }) {
      void work
        .run(
          async () => ({ reply: await answerQuery(context, { instrumentId, header, body, retryMs }) }),
          async ({ reply }) => reply && withdraw(reply.queryId, instrumentId),
        )
        .then((done) => {
          if (done === null) return unavailable();
          if (done.reply) return tell(done.reply.blocks);
          return refuse('query-unreadable');
        });
    },
    settle({ instrumentId, header, body, peer }, { tell, unavailable }) {
      // ORL^O34 may want a commit acknowledgement; an ACK is never acknowledged (HL7 2.5.1 §2.9.3)
      const wantsCommit = header.messageType === 'ORL' && header.acceptAck === 'AL';
      if (!wantsCommit) tell('');
      void work
        .run(() => settleOrder(context, instrumentId, header, body, retryMs))
        .then((settled) => {
          if (wantsCommit && settled === null) unavailable();
          else if (wantsCommit) tell(committed(context, instrumentId, header));
          if (settled?.kind === 'settled' && settled.next) peer.send(settled.next);
          return undefined;
        });
    },
    async close() {
      stop.abort();
      await Promise.race([Promise.all([pushing, work.drained()]), sleep(3000, undefined, { ref: false })]);
    },
  };
}

function committed(context: Context, instrumentId: number, header: Header): string {
  const at = context.clock.now(instrumentId < 0 ? 'drill' : 'real');
  const asked = { ...header, applicationAck: 'NE' };
  return answerTo(asked, { verdict: 'accept', controlId: `A${header.controlId}`.slice(0, 18), at });
}
