import { decodeText } from '../bytes/decode-text.js';
import { readDelimiters, type Delimiters } from './delimiters.js';
import { splitSegments } from './split-segments.js';

/**
 * MSH of a message. The names in MSH-3 to -6, the control id and MSH-15/16 are as sent (escapes in place), so that
 * they can be compared and mirrored exactly; not sent is `''`.
 */
export interface Header {
  kind: 'header';
  delimiters: Delimiters;
  sendingApplication: string;
  sendingFacility: string;
  receivingApplication: string;
  receivingFacility: string;
  /** MSH-7 as an HL7 time string. */
  messageTime: string;
  /** MSH-9.1, e.g. `ORU`. */
  messageType: string;
  /** MSH-9.2, e.g. `R01`. */
  triggerEvent: string;
  controlId: string;
  processingId: string;
  /** MSH-12.1 with commas made dots: some analysers send `2,3,1`. */
  version: string;
  /** MSH-15: `AL NE ER SU`, or `''`. When it or MSH-16 is valued (and not 0/1/2) the sender wants enhanced mode. */
  acceptAck: string;
  applicationAck: string;
  /** MSH-16 unjudged: 2.3.1 analysers send 0, 1, 2 for patient, calibration, quality control. */
  resultKind: string;
  /** MSH-18, every repetition. */
  characterSets: string[];
}

/** `batch`: the body is a batch or file (BHS, FHS) for splitBatch. */
export interface UnreadableHeader {
  kind: 'unreadable';
  reason: 'empty' | 'not-hl7' | 'batch' | 'no-delimiters';
}

const M = 0x4d;
const CR = 0x0d;
const LF = 0x0a;

/**
 * Reads MSH only, straight from the bytes of a body: about 2 microseconds whatever the message's length. Never throws.
 * With bytes above 0x7F in MSH the message is decoded first, for GB18030 second bytes may look like delimiters;
 * `characterSet` (a name of table 0211) comes before MSH-18's.
 */
export function readHeader(body: Buffer, characterSet?: string): Header | UnreadableHeader {
  let start = 0;
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) start = 3;
  while (start < body.length && isBlank(body[start])) start += 1;
  if (start === body.length) return { kind: 'unreadable', reason: 'empty' };
  if (body[start] !== M)
    return { kind: 'unreadable', reason: reasonFor(body.toString('latin1', start, start + 3)) };

  const line = firstLine(body, start, characterSet);
  const delimiters = readDelimiters(line);
  if (delimiters === null)
    return { kind: 'unreadable', reason: line.startsWith('MSH') ? 'no-delimiters' : 'not-hl7' };
  return headerOf(line.split(delimiters.field), delimiters);
}

/** `fields[n - 1]` is MSH-n: the separator itself is MSH-1. */
function headerOf(fields: string[], delimiters: Delimiters): Header {
  const type = (fields[8] ?? '').split(delimiters.component || '^');
  const charsets = fields[17] ?? '';
  const resultKind = fields[15] ?? '';
  return {
    kind: 'header',
    delimiters,
    sendingApplication: fields[2] ?? '',
    sendingFacility: fields[3] ?? '',
    receivingApplication: fields[4] ?? '',
    receivingFacility: fields[5] ?? '',
    messageTime: firstComponent(fields[6], delimiters),
    messageType: type[0] ?? '',
    triggerEvent: type[1] ?? '',
    controlId: fields[9] ?? '',
    processingId: firstComponent(fields[10], delimiters),
    version: firstComponent(fields[11], delimiters).replaceAll(',', '.'),
    acceptAck: fields[14] ?? '',
    applicationAck: resultKind,
    resultKind,
    characterSets: charsets === '' ? [] : charsets.split(delimiters.repetition || '~'),
  };
}

function firstComponent(field: string | undefined, delimiters: Delimiters): string {
  if (field === undefined) return '';
  const end = delimiters.component === '' ? -1 : field.indexOf(delimiters.component);
  return end === -1 ? field : field.slice(0, end);
}

function firstLine(body: Buffer, start: number, characterSet?: string): string {
  let end = body.indexOf(CR, start);
  if (end === -1) end = body.length;
  const latin = body.toString('latin1', start, end);
  if (!/[\x80-\xff]/.test(latin)) return upToSegment(latin);
  const declared = characterSet ?? latin.split(latin.charAt(3))[17] ?? '';
  // The whole message tells its character set: a line of GB18030 alone may be UTF-8 by accident.
  const { text } = decodeText(body.subarray(start), declared.split('~'));
  const cr = text.indexOf('\r');
  return upToSegment(cr === -1 ? text : text.slice(0, cr));
}

/** LF ends the header only where a segment follows, as in readMessage. */
function upToSegment(line: string): string {
  return line.includes('\n') ? (splitSegments(line, line.charAt(3))[0] ?? '') : line;
}

function isBlank(byte: number | undefined): boolean {
  return byte === CR || byte === LF || byte === 0x20 || byte === 0x0b;
}

function reasonFor(opening: string): UnreadableHeader['reason'] {
  return opening === 'FHS' || opening === 'BHS' ? 'batch' : 'not-hl7';
}
