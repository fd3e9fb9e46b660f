import {
  type AcknowledgementCode,
  buildAcknowledgement,
  buildUnreadableAcknowledgement,
  type ErrorCondition,
  formatHl7Time,
  type Header,
} from '#lis/hl7';

type Problem = { condition: ErrorCondition; text: string };
type Verdict = 'accept' | 'error' | 'reject';
type Given = { verdict: Verdict; controlId: string; at: number; problem?: Problem };

const letters = { accept: 'A', error: 'E', reject: 'R' } as const;

// Two answers to one message leave as two MLLP blocks; the text between them is the block boundary itself, so
// that the stored text is what went over the wire.
const BLOCK_BOUNDARY = '\x1c\r\x0b';

/**
 * The answer to a message, without the outer MLLP frame; '' when the sender asked for none. Original mode:
 * AA/AE/AR. Enhanced mode (MSH-15 or MSH-16 valued; HL7 2.5.1 §2.9.3): CA/CE/CR as MSH-15 wants, then
 * the application's acknowledgement as MSH-16 wants; what is no condition is none. A message that was not taken gets one answer only.
 * `controlId` becomes MSH-10 of the answer, at most 18 characters; `at` is epoch ms.
 */
export function answerTo(header: Header | null, given: Given): string {
  const { verdict, controlId, problem } = given;
  const time = formatHl7Time(given.at, 0);
  const error = problem && { error: problem };
  if (header === null) {
    const code = verdict === 'error' ? 'AE' : 'AR';
    return buildUnreadableAcknowledgement({ code, controlId, time, ...error });
  }
  const write = (level: 'A' | 'C', id: string): string => {
    const code = `${level}${letters[verdict]}` as AcknowledgementCode;
    return buildAcknowledgement(header, { code, controlId: id, time, ...error });
  };
  const acceptAck = conditionOf(header.acceptAck);
  const applicationAck = conditionOf(header.applicationAck);
  if ((acceptAck ?? '') === '' && (applicationAck ?? '') === '') return write('A', controlId);
  const accepted = isWanted(acceptAck, verdict) ? write('C', controlId) : '';
  if (!isWanted(applicationAck, verdict) || (accepted !== '' && verdict !== 'accept')) {
    // silence must be asked for: beside rubbish nobody knows what was
    const isUnclear = acceptAck === null || applicationAck === null;
    return accepted === '' && isUnclear ? write('A', controlId) : accepted;
  }
  const applied = write('A', `${controlId}-A`);
  return accepted === '' ? applied : accepted + BLOCK_BOUNDARY + applied;
}

/** As table 0155 has it; '' when none is given, null for what is none. MSH-16 of 2.3.1 analysers marks quality control. */
function conditionOf(field: string): string | null {
  const given = field.trim().toUpperCase();
  if (/^(?:[012]|"")?$/.test(given)) return '';
  return /^(?:AL|NE|ER|SU)$/.test(given) ? given : null;
}

/** Table 0155: always, never, on error or rejection, on success. */
function isWanted(condition: string | null, verdict: Verdict): boolean {
  if (condition === 'AL') return true;
  if (condition === 'ER') return verdict !== 'accept';
  return condition === 'SU' && verdict === 'accept';
}
