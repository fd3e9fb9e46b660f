import type { Header } from '#lis/hl7';
import type { Clock } from '#lis/platform';
import type { Answer } from './analyser-connection.js';
import { answerTo } from './answers.js';
import type { ConnectionIdentity } from './connection-identity.js';
import type { Instrument, Instruments } from './instruments.js';
import type { MessageCommit } from './message-commit.js';
import type { Peer } from './orders/order-connections.js';
import { type OrderTraffic, trafficOf } from './orders/order-traffic.js';
import type { TellRefusal } from './refusals.js';
import { acceptedLine, readFrameHeader, refusedLine } from './read-frame.js';

export type Receiving = {
  instruments: Instruments;
  commit: MessageCommit;
  clock: Clock;
  refuse: TellRefusal;
  orders: OrderTraffic;
  /** an instrument spoke */
  heard: (instrumentId: number) => void;
};

/**
 * What happens to one frame: stored and accepted, kept and refused, or not stored and answered AE/CE (207), after
 * which the analyser sends it again. `frame` null one beyond the cap. Queries and answers to orders are no results and
 * go another way; who may ask is who may send. `peer`: the connection that it came over.
 */
export function receiveFrame(
  { instruments, commit, clock, refuse: tellRefusal, orders, heard }: Receiving,
  connection: ConnectionIdentity,
  frame: Buffer | null,
  answer: (answer: Answer) => void,
  peer: Peer,
): void {
  const { address, certificate } = connection;
  const body = frame ?? Buffer.alloc(0);
  const { header, reason } = frame ? readFrameHeader(frame) : { header: null, reason: 'too-large' };
  const unavailable = () =>
    answerTo(header, {
      verdict: 'error',
      controlId: `E${(errors++).toString(36)}`,
      at: clock.now('real'),
      problem: { condition: '207', text: 'not stored, send again' },
    });
  const tell = (stored: string | null) => answer(stored ?? unavailable());
  const refuse = (why: string) => commit.submit(refusedLine(header, body, address, why, clock), tell);
  const find = ({ sendingApplication, sendingFacility }: Header) =>
    instruments.find(sendingApplication, sendingFacility, connection);

  if (header === null) return refuse(reason);
  const traffic = trafficOf(header);
  const answers = { tell: answer, unavailable: () => tell(null), refuse };
  const settle = (instrumentId: number) => {
    heard(instrumentId);
    orders.settle({ instrumentId, header, body, peer }, answers);
  };
  const take = (instrument: Instrument) => {
    const { id: instrumentId } = instrument;
    orders.heard(instrumentId, peer);
    if (traffic === 'answer') return settle(instrumentId);
    heard(instrumentId);
    if (traffic === null) commit.submit(acceptedLine(header, body, instrument, clock), tell);
    else orders.ask({ instrumentId, header, body, peer }, answers);
  };
  const known = find(header);
  if (known !== undefined) return take(known);
  // an answer that names nobody is of whoever alone speaks over this connection; it must also name an order of ours
  const isNameless = header.sendingApplication === '' && header.sendingFacility === '';
  const speaker = traffic === 'answer' && isNameless ? orders.only(peer) : undefined;
  if (speaker !== undefined) return settle(speaker);
  // an acknowledgement is never acknowledged (HL7 2.5.1 §2.9.3): the two sides would go on for ever
  if (traffic === 'answer') return answer('');
  // perhaps entered a moment ago
  void instruments.refresh().then((isFresh) => {
    const entered = find(header);
    if (entered !== undefined) take(entered);
    else if (isFresh && certificate) {
      tellRefusal(address, 'certificate-of-another');
      refuse('certificate-of-another');
    } else if (isFresh) refuse('unknown-sender');
    else tell(null);
    return undefined;
  });
}

let errors = 0;
