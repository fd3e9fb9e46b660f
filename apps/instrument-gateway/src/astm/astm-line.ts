import type { AstmHeader } from '#lis/astm';
import { genericProfile } from '#lis/hl7';
import { messageHash } from '#lis/persistence';
import type { Clock } from '#lis/platform';
import type { Instrument } from '../instruments.js';
import type { MessageLine } from '../message-line.js';

/** What the line says when a message's fate stands: the answer that is kept with it. */
export const ACCEPTED = 'ACK';
export const REFUSED = 'NAK';

type Given = {
  header: Pick<AstmHeader, 'controlId' | 'time'> | null;
  body: Buffer;
  /** null: nobody knows who sent it */
  instrument: Instrument | null;
  address: string;
  /** why it is kept without being read; null: it is to be read */
  reason: string | null;
  clock: Clock;
};

/**
 * A message, H to L without its frames, on its way into the table. ASTM has no control id that can be relied on (H-3 is
 * often empty and often begins anew), so that its identity is (connection, H-14, body): the same bytes again change
 * nothing, and anything else is another message, whose measurements have identities of their own (law 2).
 */
export function astmLine({ header, body, instrument, address, reason, clock }: Given): MessageLine {
  const connection = instrument === null ? `address:${address}` : `instrument:${instrument.id}`;
  const isDrill = instrument !== null && instrument.id < 0;
  return {
    instrumentId: instrument?.id ?? null,
    connection,
    keyHash: messageHash(['astm', connection, header?.time ?? '', reason ?? ''].join('\r')),
    bodyHash: messageHash(body),
    // text columns hold no NUL
    controlId: (header?.controlId ?? '').replaceAll('\0', '').slice(0, 200),
    body,
    answer: reason === null || instrument !== null ? ACCEPTED : REFUSED,
    state: reason === null ? 'stored' : instrument === null ? 'refused' : 'parked',
    reason,
    receivedAt: clock.now(isDrill ? 'drill' : 'real'),
    mayShareKey: true,
    header: null,
    profile: instrument?.profile ?? genericProfile,
  };
}
