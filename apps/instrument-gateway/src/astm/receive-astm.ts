import { type AstmHeader, astmHeaderOf, type AstmMessage, isAstmQuery, readAstmMessages } from '#lis/astm';
import { decodeText } from '#lis/hl7';
import type { Clock } from '#lis/platform';
import type { ConnectionIdentity } from '../connection-identity.js';
import type { Instrument, Instruments } from '../instruments.js';
import type { MessageCommit } from '../message-commit.js';
import type { MessageLine } from '../message-line.js';
import type { AstmConnection } from './astm-connection.js';
import { ACCEPTED, astmLine } from './astm-line.js';
import type { AstmOrders } from './astm-orders.js';

export type ReceivingAstm = {
  instruments: Instruments;
  commit: MessageCommit;
  clock: Clock;
  orders: AstmOrders;
  /** an instrument spoke */
  heard: (instrumentId: number) => void;
  /** how long a message waits for the records before its last frame is asked for again; senders wait 15 s */
  storeWithinMs: number;
};
type Peer = { identity: ConnectionIdentity; connection: AstmConnection };

const againAfterMs = 100;

/**
 * What happens to one message: kept, and then its last frame is acknowledged; or not, and that frame is asked for again. A
 * query is answered when its fate stands. Bytes that are no message, or of nobody that is known, are kept and refused.
 */
export function receiveAstm(
  receiving: ReceivingAstm,
  { identity, connection }: Peer,
  body: Buffer,
  settle: (isKept: boolean) => void,
): void {
  const { instruments, clock, orders, heard } = receiving;
  const { address } = identity;
  const message = readFirst(body);
  const header = message === null ? null : astmHeaderOf(message);
  const refuse = (reason: string) =>
    void keep(receiving, astmLine({ header, body, instrument: null, address, reason, clock }), settle);
  if (message === null || header === null) return refuse('not-astm');
  const take = (instrument: Instrument) => {
    heard(instrument.id);
    orders.open(instrument.id, connection);
    if (isAstmQuery(message)) orders.ask({ instrument, message, body, connection }, settle);
    else void keep(receiving, astmLine({ header, body, instrument, address, reason: null, clock }), settle);
  };
  const known = findAstm(instruments, identity, header);
  if (known !== undefined) return take(known);
  // perhaps entered a moment ago
  void instruments.refresh().then((isFresh) => {
    const entered = findAstm(instruments, identity, header);
    if (entered !== undefined) take(entered);
    else if (isFresh) refuse('unknown-sender');
    else settle(false);
    return undefined;
  });
}

/**
 * Who sent a message: of those that speak ASTM and may come over this connection, the one with these names (H-5.1 and
 * H-5.2), else the one that its connection alone tells. Without a header: only who it is when there is one.
 */
export function findAstm(
  instruments: Instruments,
  identity: ConnectionIdentity,
  header: AstmHeader | null,
): Instrument | undefined {
  const claimants = instruments.comingFrom(identity).filter(({ profile }) => profile.protocol === 'astm');
  if (header === null) return claimants.length === 1 ? claimants[0] : undefined;
  const [application = '', facility = ''] = header.sender;
  return (
    claimants.find(({ sender }) => sender === `${application}\n${facility}`) ??
    claimants.find(({ identifiedBy }) => identifiedBy === 'connection')
  );
}

/** Keeps what was acknowledged of a message without an end: it is not interpreted, and its sender sends it again. */
export function keepIncomplete(receiving: ReceivingAstm, identity: ConnectionIdentity, body: Buffer): void {
  const { instruments, clock, heard } = receiving;
  const message = readFirst(body);
  const header = message === null ? null : astmHeaderOf(message);
  const instrument = findAstm(instruments, identity, header) ?? null;
  if (instrument !== null) heard(instrument.id);
  const { address } = identity;
  const line = astmLine({ header, body, instrument, address, reason: 'incomplete', clock });
  void keep(receiving, line, () => undefined);
}

/** Each try is answered within 0.7 s; while the records are away the line waits, as its sender does. */
async function keep(
  { commit, storeWithinMs }: ReceivingAstm,
  line: MessageLine,
  settle: (isKept: boolean) => void,
): Promise<void> {
  const until = performance.now() + storeWithinMs;
  for (;;) {
    const answer = await new Promise<string | null>((tell) => commit.submit(line, tell));
    if (answer !== null) return settle(answer === ACCEPTED);
    if (performance.now() > until) return settle(false);
    await new Promise((resolve) => setTimeout(resolve, againAfterMs));
  }
}

function readFirst(body: Buffer): AstmMessage | null {
  try {
    return readAstmMessages(decodeText(body, []).text)[0] ?? null;
  } catch {
    return null;
  }
}
