import { normaliseTubeCode } from '#lis/domain';
import {
  decodeText,
  encodeText,
  envelopeFor,
  formatHl7Time,
  type Header,
  normaliseWell,
  readMessage,
  readWorklistQuery,
  type SenderProfile,
  speaksOfOrders,
  type WorklistQuery,
  writeDisplayResponse,
  writeLawOrder,
  writeQueryAcknowledgement,
  writeQueryResponse,
} from '#lis/hl7';
import { findWorkOrders, type FoundOrder, type Transaction } from '#lis/persistence';
import type { Context } from '#lis/platform';
import { answerTo } from '../answers.js';
import { auditQuery } from './order-fate.queries.js';
import {
  insertAskedOrders,
  insertQuery,
  type NewOrder,
  nextControlIds,
  profileOfInstrument,
  readOrderingInstrument,
} from './orders.queries.js';

type Asked = Exclude<WorklistQuery, { kind: 'not-a-query' }>;
type Given = { instrumentId: number; header: Header; body: Buffer; retryMs: number };
/** Blocks for the wire, in order; null: the bytes are no query that is known here. */
export type Reply = { queryId: number; blocks: Buffer[] } | null;

/** More than any query; the rest of a longer one is not kept. */
const MAX_QUERY_BYTES = 16_384;

/**
 * Answers a query in one transaction, before a byte leaves: its bytes, its fate and the orders that follow stand in
 * the records (law 1). A query that comes twice is answered as the records are then; the orders carry the same names,
 * so that an instrument sees that it has them.
 */
export async function answerQuery({ db, clock }: Context, given: Given): Promise<Reply> {
  const { instrumentId, header, body, retryMs } = given;
  const text = body.length > MAX_QUERY_BYTES ? '' : decodeText(body, header.characterSets).text;
  const asked = readWorklistQuery(readMessage(text));
  if (asked.kind === 'not-a-query') return null;
  const at = clock.now(instrumentId < 0 ? 'drill' : 'real');
  return db.begin(async (tx) => {
    // shorter than the instrument's patience: it is answered AE and asks again
    await tx`set local statement_timeout = '600ms'`;
    const instrument = await readOrderingInstrument(tx, instrumentId);
    const profile = instrument && (await profileOfInstrument(tx, instrument));
    const mayAsk = instrument !== undefined && instrument.orders !== 'none';
    const read = ofProfile(asked, profile);
    const found = read.kind === 'query' && mayAsk ? await search(tx, instrumentId, read) : [];
    const ids = await nextControlIds(
      tx,
      1 + (read.dialect === 'law' ? Math.min(1, found.length) : found.length),
    );
    const time = formatHl7Time(at, 0);
    const toPort = read.dialect === 'law' && (instrument?.orderPort ?? null) !== null;
    const made = ordersOf({ header, query: read, found, ids: ids.slice(1), time, toPort, profile });
    const reason = !mayAsk
      ? 'no-orders-for-instrument'
      : read.kind === 'refused'
        ? read.reason
        : made === null
          ? 'character-set'
          : null;
    const orders = reason === null ? (made ?? []) : [];
    const status = reason !== null ? 'AR' : orders.length === 0 ? 'NF' : 'OK';
    const envelope = envelopeFor(header, ids[0] ?? '', time);
    const write = read.dialect === 'law' ? writeQueryResponse : writeQueryAcknowledgement;
    const said = write({ envelope, header, query: read, status });
    // what came in a character set that lacks what it says was no such character set: answered as it is
    const answer = encodeText(said, header.characterSets[0]) ?? Buffer.from(said);
    const fate = status === 'AR' ? 'refused' : status === 'NF' ? 'nothing-ordered' : 'ordered';
    const controlId = header.controlId.slice(0, 200);
    const queryId = await insertQuery(tx, { instrumentId, controlId, body, answer, fate, reason, at });
    await insertAskedOrders(tx, { instrumentId, queryId, orders, at, retryMs });
    await auditQuery(tx, at, instrumentId, {
      queryId,
      fate,
      reason,
      messages: orders.length,
      orders: found.length,
    });
    const now = orders.filter(({ state }) => state === 'sent').map((order) => order.body);
    return { queryId, blocks: [...commitAcknowledgement(header, queryId, at), answer, ...now] };
  }) as Promise<Reply>;
}

/** A query in a dialect that its instrument's profile does not have is refused: it is set up wrongly, here or there. */
function ofProfile(asked: Asked, profile: SenderProfile | undefined): Asked {
  if (profile === undefined || speaksOfOrders(profile, asked.dialect)) return asked;
  const { dialect, tag, mirrored } = asked;
  return { kind: 'refused', dialect, tag, mirrored, reason: 'query-not-of-profile' };
}

/** Enhanced mode (MSH-15): the query is stored, before what answers it. */
function commitAcknowledgement(header: Header, queryId: number, at: number): Buffer[] {
  if (header.acceptAck !== 'AL' && header.acceptAck !== 'SU') return [];
  const asked = { ...header, applicationAck: 'NE' };
  return [Buffer.from(answerTo(asked, { verdict: 'accept', controlId: `Q${queryId}`, at }))];
}

async function search(tx: Transaction, instrumentId: number, query: Asked & { kind: 'query' }) {
  const { wanted } = query;
  if (wanted.by === 'time')
    return findWorkOrders(tx, instrumentId, { receivedFrom: wanted.from, receivedTo: wanted.to });
  const codes = [...new Set([wanted.code, normaliseTubeCode(wanted.code)])];
  const found = await findWorkOrders(tx, instrumentId, { codes });
  if (wanted.by === 'code' || wanted.place === null) return found;
  const well = normaliseWell(wanted.place);
  return found.filter(
    ({ place }) => place !== null && codes.includes(place.plateBarcode) && place.well === well,
  );
}

type Making = {
  header: Header;
  query: Asked;
  found: readonly FoundOrder[];
  ids: readonly string[];
  time: string;
  toPort: boolean;
  profile: SenderProfile | undefined;
};

/** The messages of the orders; null when the sender's character set lacks a character of a code. */
function ordersOf({ header, query, found, ids, time, toPort, profile }: Making): NewOrder[] | null {
  if (found.length === 0) return [];
  if (query.dialect === 'law') {
    const given = envelopeFor(header, ids[0] ?? '', time);
    // LAW speaks UTF-8 where the sender said nothing
    const envelope = { ...given, characterSet: given.characterSet || 'UNICODE UTF-8' };
    const body = encodeText(writeLawOrder(envelope, found, profile), envelope.characterSet);
    if (body === null) return null;
    const order = {
      controlId: envelope.controlId,
      body,
      codes: found.map(({ code }) => code),
      plate: plateOf(found),
    };
    return [{ ...order, state: toPort ? 'waiting' : 'sent', overConnection: !toPort }];
  }
  const orders: NewOrder[] = [];
  for (const [index, order] of found.entries()) {
    const envelope = envelopeFor(header, ids[index] ?? '', time);
    const next = index + 1 < found.length ? String(index + 2) : null;
    const text = writeDisplayResponse({
      envelope,
      header,
      mirrored: query.mirrored,
      order,
      next,
      ...(profile && { profile }),
    });
    const body = encodeText(text, header.characterSets[0]);
    if (body === null) return null;
    const state = index === 0 ? ('sent' as const) : ('waiting' as const);
    orders.push({
      controlId: envelope.controlId,
      body,
      codes: [order.code],
      plate: plateOf([order]),
      state,
      overConnection: true,
    });
  }
  return orders;
}

/** The plate when all orders are of one. */
function plateOf(orders: readonly FoundOrder[]): NewOrder['plate'] {
  const [first] = orders;
  const isOne = orders.every(({ place }) => place?.plateId === first?.place?.plateId);
  return first?.place && isOne ? { id: first.place.plateId, sweepId: first.sweepId } : null;
}
