import { normaliseTubeCode, testOf, type WorkOrder } from '#lis/domain';
import {
  type AstmMessage,
  type AstmOrder,
  astmHeaderOf,
  readAstmQuery,
  STANDARD_ASTM_DELIMITERS,
  writeAstmOrders,
} from '#lis/astm';
import { formatHl7Time, parseHl7Time, type SenderProfile } from '#lis/hl7';
import { findWorkOrders, type FoundOrder, type Transaction } from '#lis/persistence';
import type { Context } from '#lis/platform';
import type { Instrument } from '../instruments.js';
import { auditQuery } from '../orders/order-fate.queries.js';
import {
  insertAskedOrders,
  insertQuery,
  nextControlIds,
  readOrderingInstrument,
} from '../orders/orders.queries.js';

type Given = { instrument: Instrument; message: AstmMessage; body: Buffer };
export type AstmReply = {
  queryId: number;
  /** what is sent; null: nothing (the query was given up) */
  answer: Buffer | null;
  /** of the orders in it; null when there are none */
  controlId: string | null;
};

/** of one that asks for whatever there is: what was received in this time, ms */
const RECENT_MS = 24 * 60 * 60 * 1000;
/** An answer whose fate nobody has heard by then is nobody's any more; a line waits through a contention and replies. */
const HEARD_OF_WITHIN_MS = 120_000;
const MAX_QUERY_BYTES = 16_384;

/**
 * Answers a query in one transaction, before it is acknowledged: its bytes, its fate and the orders of the answer stand
 * in the records (law 1). Asked twice it is answered as the records are then. An instrument that may have none, or
 * asks for what is not here, hears the same as one for which there is nothing: `L|1|I`.
 */
export async function answerAstmQuery(
  { db, clock }: Context,
  { instrument, message, body }: Given,
): Promise<AstmReply> {
  const { id: instrumentId, profile } = instrument;
  const query = readAstmQuery(message);
  const header = astmHeaderOf(message);
  const at = clock.now(instrumentId < 0 ? 'drill' : 'real');
  return db.begin(async (tx) => {
    await tx`set local statement_timeout = '600ms'`;
    const ordering = await readOrderingInstrument(tx, instrumentId);
    const mayAsk = ordering !== undefined && ordering.orders !== 'none';
    const reason = !mayAsk
      ? 'no-orders-for-instrument'
      : body.length > MAX_QUERY_BYTES
        ? 'too-large'
        : query.kind === 'refused'
          ? query.reason
          : query.kind === 'cancelled'
            ? 'query-cancelled'
            : null;
    const found =
      reason === null && query.kind === 'query' ? await search(tx, instrumentId, query.wanted, at) : [];
    const [controlId = ''] = await nextControlIds(tx, 1);
    const envelope = {
      controlId,
      sender: header.receiver.length > 0 ? header.receiver : [ordering?.laboratoryCode ?? ''],
      receiver: header.sender,
      time: formatHl7Time(at, 0).slice(0, 14),
      delimiters: Object.values(message.delimiters).includes('')
        ? STANDARD_ASTM_DELIMITERS
        : message.delimiters,
    };
    const text = writeAstmOrders(envelope, ordersFor(profile, found), {
      isAnswer: true,
      action: actionOf(profile),
    });
    const answer = query.kind === 'cancelled' ? null : Buffer.from(text);
    const fate = reason !== null ? 'refused' : found.length === 0 ? 'nothing-ordered' : 'ordered';
    const queryId = await insertQuery(tx, {
      instrumentId,
      controlId: header.controlId.replaceAll('\0', '').slice(0, 200),
      body: body.subarray(0, MAX_QUERY_BYTES),
      answer: answer ?? Buffer.alloc(0),
      fate,
      reason,
      at,
    });
    if (found.length > 0)
      await insertAskedOrders(tx, {
        instrumentId,
        queryId,
        at,
        retryMs: HEARD_OF_WITHIN_MS,
        orders: [
          {
            controlId,
            body: Buffer.from(text),
            codes: found.map(({ code }) => code),
            plate: plateOf(found),
            state: 'sent',
            overConnection: true,
          },
        ],
      });
    const messages = found.length > 0 ? 1 : 0;
    await auditQuery(tx, at, instrumentId, { queryId, fate, reason, messages, orders: found.length });
    return { queryId, answer, controlId: found.length > 0 ? controlId : null };
  }) as Promise<AstmReply>;
}

type Wanted = { by: 'codes'; codes: string[] } | { by: 'time'; from: string; to: string };

function search(tx: Transaction, instrumentId: number, wanted: Wanted, at: number): Promise<FoundOrder[]> {
  if (wanted.by === 'time')
    return findWorkOrders(tx, instrumentId, {
      receivedFrom: parseHl7Time(wanted.from, 0) ?? at - RECENT_MS,
      receivedTo: parseHl7Time(wanted.to, 0) ?? at,
    });
  const codes = wanted.codes.flatMap((code) => [code, normaliseTubeCode(code)]);
  return findWorkOrders(tx, instrumentId, { codes: [...new Set(codes)] });
}

/** What O says of each order: a cartridge's test is that of the profile's kit, since no plate names one. */
export function ordersFor({ kit }: Pick<SenderProfile, 'kit'>, found: readonly WorkOrder[]): AstmOrder[] {
  return found.map((order) => ({
    ...order,
    test: order.kit === null && kit !== null ? kit.id : testOf(order),
  }));
}

/** A cartridge's orders are tests of a specimen that its operator has at hand. */
export const actionOf = ({ placement }: Pick<SenderProfile, 'placement'>) =>
  placement === 'sample-to-answer' ? ('A' as const) : ('N' as const);

/** The plate when all orders are of one. */
function plateOf(orders: readonly FoundOrder[]): { id: string; sweepId: number } | null {
  const [first] = orders;
  const isOne = orders.every(({ place }) => place?.plateId === first?.place?.plateId);
  return first?.place && isOne ? { id: first.place.plateId, sweepId: first.sweepId } : null;
}
