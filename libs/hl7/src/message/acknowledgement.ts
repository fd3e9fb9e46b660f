import { isAscii } from 'node:buffer';
import { STANDARD_DELIMITERS, type Delimiters } from './delimiters.js';
import type { Header } from './read-header.js';
import { components, writeMessage, writeSegment } from './write-segment.js';

/** MSA-1, table 0008: `A.` original mode or application level, `C.` enhanced mode on safe storage. */
export type AcknowledgementCode = 'AA' | 'AE' | 'AR' | 'CA' | 'CE' | 'CR';

/** ERR-3, table 0357. */
export type ErrorCondition = '101' | '103' | '204' | '205' | '207';

export interface Acknowledgement {
  code: AcknowledgementCode;
  /** MSH-10 of the acknowledgement itself. */
  controlId: string;
  /** MSH-7 as an HL7 time string, see formatHl7Time. */
  time: string;
  /** `text` is for the sender's engineer; it must never carry personal data. */
  error?: { condition: ErrorCondition; text?: string };
}

const conditionTexts: Record<ErrorCondition, string> = {
  '101': 'Required field missing',
  '103': 'Table value not found',
  '204': 'Unknown key identifier',
  '205': 'Duplicate key identifier',
  '207': 'Application internal error',
};

/**
 * The answer to a message whose MSH could be read: `ACK^<trigger>^ACK`, sender and receiver exchanged, the sender's
 * delimiters and version, MSA-2 = its MSH-10 byte for byte. Errors go into ERR from 2.5 on and into MSA-3 and
 * MSA-6 before (ERR had another shape then). Send it only after the message is stored durably.
 * Text without the MLLP frame; every segment ends with CR.
 */
export function buildAcknowledgement(header: Header, answer: Acknowledgement): string {
  const { delimiters: d } = header;
  const type = header.triggerEvent === '' ? ['ACK'] : ['ACK', header.triggerEvent, 'ACK'];
  // The mirrored fields are already in the sender's escapes, so this line is joined and not escaped again.
  const msh = [
    `MSH${d.field}${d.encodingCharacters}`,
    mirrored(header.receivingApplication, d),
    mirrored(header.receivingFacility, d),
    mirrored(header.sendingApplication, d),
    mirrored(header.sendingFacility, d),
    answer.time,
    '',
    mirrored(type.join(d.component || STANDARD_DELIMITERS.component), d),
    answer.controlId,
    mirrored(header.processingId, d),
    mirrored(header.version, d),
  ].join(d.field);
  const hasErr = !/^2\.[0-4]/.test(header.version);
  return [
    declareCharset(msh, answer.error?.text, d),
    writeMsa(answer, mirrored(header.controlId, d), hasErr, d),
    ...(hasErr ? writeErr(answer, d) : []),
  ]
    .map((segment) => `${segment}\r`)
    .join('');
}

/**
 * The answer to bytes in which no MSH could be read: nothing to mirror, so MSA-2 is empty.
 * Table 0357 condition 101 unless another one is given.
 */
export function buildUnreadableAcknowledgement(
  answer: Omit<Acknowledgement, 'code'> & { code?: AcknowledgementCode },
): string {
  const { code = 'AR', error = { condition: '101' as const }, ...rest } = answer;
  const msh = writeSegment('MSH', ['', '', '', '', answer.time, '', 'ACK', answer.controlId, 'P', '2.5.1']);
  const full: Acknowledgement = { ...rest, code, error };
  return writeMessage([
    declareCharset(msh, error.text, STANDARD_DELIMITERS),
    writeMsa(full, '', true, STANDARD_DELIMITERS),
    ...writeErr(full, STANDARD_DELIMITERS),
  ]);
}

/** What the sender wrote, in its own escapes; only what a reader might take for a line end or a frame's is escaped. */
function mirrored(raw: string, { escape }: Delimiters): string {
  return raw.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (char) => {
    const hex = char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
    return escape === '' || hex.length > 2 ? ' ' : `${escape}X${hex}${escape}`;
  });
}

function writeMsa(answer: Acknowledgement, answeredId: string, hasErr: boolean, d: Delimiters): string {
  const msa = `MSA${d.field}${answer.code}${d.field}${answeredId}`;
  if (hasErr || answer.error === undefined) return msa;
  const { condition, text = conditionTexts[condition] } = answer.error;
  return msa + writeSegment('', [text, undefined, undefined, writeCondition(condition)], d);
}

function writeErr(answer: Acknowledgement, d: Delimiters): string[] {
  if (answer.error === undefined) return [];
  const { condition, text } = answer.error;
  const diagnostic = text === undefined ? [] : ['', '', text];
  return [writeSegment('ERR', ['', '', writeCondition(condition), 'E', ...diagnostic], d)];
}

function writeCondition(condition: ErrorCondition): ReturnType<typeof components> {
  return components(condition, conditionTexts[condition], 'HL70357');
}

/** Answers leave as UTF-8; MSH-18 says so as soon as one is not plain ASCII. */
function declareCharset(msh: string, errorText: string | undefined, d: Delimiters): string {
  return isAscii(Buffer.from(msh + (errorText ?? ''))) ? msh : `${msh}${d.field.repeat(6)}UNICODE UTF-8`;
}
