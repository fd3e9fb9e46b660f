import { STANDARD_DELIMITERS, type Delimiters } from '../message/delimiters.js';
import type { Header } from '../message/read-header.js';

/** Who says something to whom, and how, in a message of ours that is more than an acknowledgement. */
export interface Envelope {
  delimiters: Delimiters;
  /** MSH-3 to MSH-6, ours first, as they stand in the other side's messages: escapes in place */
  names: readonly [string, string, string, string];
  /** MSH-10: unique for ever */
  controlId: string;
  /** MSH-7, an HL7 time string */
  time: string;
  processingId: string;
  version: string;
  /** MSH-18: the first name that the other side declared; '' for none */
  characterSet: string;
}

/** The envelope of an answer: sender and receiver exchanged, the sender's delimiters, version and character set. */
export function envelopeFor(header: Header, controlId: string, time: string): Envelope {
  return {
    delimiters: header.delimiters,
    names: [
      header.receivingApplication,
      header.receivingFacility,
      header.sendingApplication,
      header.sendingFacility,
    ],
    controlId,
    time,
    processingId: header.processingId,
    version: header.version,
    characterSet: header.characterSets[0] ?? '',
  };
}

/** The envelope of what we begin ourselves, HL7 2.5.1 in UTF-8 (IHE LAW). `instrument`: MSH-3 and -4 of its messages. */
export function envelopeTo(
  instrument: { application: string; facility: string },
  facility: string,
  controlId: string,
  time: string,
): Envelope {
  return {
    delimiters: STANDARD_DELIMITERS,
    names: ['SWEEPWELL', facility, instrument.application, instrument.facility],
    controlId,
    time,
    processingId: 'P',
    version: '2.5.1',
    characterSet: 'UNICODE UTF-8',
  };
}

type Wanted = { acceptAck?: 'AL' | 'NE'; applicationAck?: 'AL' | 'NE'; profile?: string };

/** MSH. `type` is MSH-9; `profile` MSH-21, raw. Names and codes of the envelope are joined and not escaped again. */
export function writeEnvelope(envelope: Envelope, type: readonly string[], wanted: Wanted = {}): string {
  const { delimiters: d, names, controlId, time, processingId, version, characterSet } = envelope;
  const fields = [
    ...names,
    time,
    '',
    type.join(d.component || STANDARD_DELIMITERS.component),
    controlId,
    processingId,
    version,
    '',
    '',
    wanted.acceptAck ?? '',
    wanted.applicationAck ?? '',
    '',
    characterSet,
    '',
    '',
    (wanted.profile ?? '').replaceAll('^', d.component || STANDARD_DELIMITERS.component),
  ].map((field) => withoutCuts(field, d));
  while (fields.at(-1) === '') fields.pop();
  return [`MSH${d.field}${d.encodingCharacters}`, ...fields].join(d.field);
}

/** What a person entered as a name must not begin a field or a segment. */
function withoutCuts(raw: string, { field }: Delimiters): string {
  return raw.replaceAll(/\p{Cc}/gu, '').replaceAll(field, '');
}
