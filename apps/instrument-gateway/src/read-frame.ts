import { genericProfile, type Header, readHeader, type SenderProfile } from '#lis/hl7';
import { messageHash } from '#lis/persistence';
import type { Clock } from '#lis/platform';
import { answerTo } from './answers.js';
import type { Instrument } from './instruments.js';
import type { MessageLine } from './message-line.js';

/** What the bytes of a frame say before anybody is asked. `header` null: `reason` says why there is none. */
export type FrameHeader = { header: Header; reason: null } | { header: null; reason: string };

const FIRST_MESSAGES = ['\rMSH', '\nMSH'].map((text) => Buffer.from(text));

/**
 * The header that identifies a frame: its MSH, or of a batch (BHS, FHS) the first message's. Text columns hold
 * no NUL, and a header that has one is not a header.
 */
export function readFrameHeader(body: Buffer): FrameHeader {
  const header = readHeader(body);
  if (header.kind === 'header') {
    return `${header.controlId}${header.messageTime}${header.version}${header.processingId}`.includes('\0') ||
      body.subarray(0, 512).includes(0)
      ? { header: null, reason: 'nul-in-header' }
      : { header, reason: null };
  }
  if (header.reason !== 'batch') return { header: null, reason: header.reason };
  // lines of a file may end with CR, LF or both
  const [at = -1] = FIRST_MESSAGES.map((first) => body.indexOf(first))
    .filter((place) => place >= 0)
    .sort((a, b) => a - b);
  if (at < 0) return { header: null, reason: header.reason };
  return readFrameHeader(body.subarray(at + 1));
}

/** The line of a message whose sender is an instrument: it will be stored, and accepted in the version it answers to. */
export function acceptedLine(
  sent: Header,
  body: Buffer,
  { id: instrumentId, profile }: Instrument,
  clock: Clock,
): MessageLine {
  const header = profile === genericProfile ? sent : judgedBy(profile, sent, body);
  const connection = `instrument:${instrumentId}`;
  const keyHash = keyOf(connection, header);
  const at = clock.now(instrumentId < 0 ? 'drill' : 'real');
  return {
    instrumentId,
    connection,
    keyHash,
    bodyHash: messageHash(body),
    controlId: header.controlId,
    body,
    answer: answerTo(header, { verdict: 'accept', controlId: keyHash.slice(0, 16), at }),
    state: 'stored',
    reason: null,
    receivedAt: at,
    mayShareKey: false,
    header,
    profile,
  };
}

/** A header as its sender's profile has it: its character set, and the version in which it wants its answers. */
function judgedBy({ characterSet, answerVersion }: SenderProfile, sent: Header, body: Buffer): Header {
  const read = characterSet === null ? sent : readHeader(body, characterSet);
  // of a batch the header is the first message's, which readFrameHeader has found
  const header = read.kind === 'header' ? read : sent;
  return answerVersion === null ? header : { ...header, version: answerVersion };
}

/** The line of bytes that are refused: kept, and answered AR or CR. */
export function refusedLine(
  header: Header | null,
  body: Buffer,
  address: string,
  reason: string,
  clock: Clock,
): MessageLine {
  const connection = `address:${address}`;
  const keyHash = keyOf(connection, header, reason);
  const bodyHash = messageHash(body);
  const at = clock.now('real');
  const condition = header === null ? '101' : '204';
  return {
    instrumentId: null,
    connection,
    keyHash,
    bodyHash,
    controlId: header?.controlId ?? '',
    body,
    answer: answerTo(header, {
      verdict: 'reject',
      controlId: bodyHash.slice(0, 16),
      at,
      problem: { condition, text: reason },
    }),
    state: 'refused',
    reason,
    receivedAt: at,
    mayShareKey: true,
    header,
    profile: genericProfile,
  };
}

function keyOf(connection: string, header: Header | null, reason = ''): string {
  const parts = header
    ? [header.sendingApplication, header.sendingFacility, header.controlId, header.messageTime]
    : [reason];
  // CR cannot stand within a field of MSH, so no two keys run into one text
  return messageHash([connection, ...parts].join('\r'));
}
