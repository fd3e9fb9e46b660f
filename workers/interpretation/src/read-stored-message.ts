import { astmAsHl7, AstmUnreadable } from '#lis/astm';
import {
  decodeBody,
  type InstrumentReading,
  type InstrumentSpecimen,
  readHeader,
  readInstrumentResults,
  readMessage,
  type SenderProfile,
  splitBatch,
} from '#lis/hl7';
import type { StoredMessage } from './messages.queries.js';

/** A specimen of a message, with what the message says for all its readings. */
export type SentSpecimen = {
  message: StoredMessage;
  profile: SenderProfile;
  /** MSH-7: stands in for a reading without a time of its own */
  messageTime: string;
  specimen: InstrumentSpecimen;
  /** Its readings on a plate with this kit: a code's target may depend on it. */
  readingsFor: (kitId: string) => InstrumentReading[];
};
/** `notes`: what was odd and did not keep it from being read, `character-set-guessed:gb18030` and `batch-count`. */
export type ReadMessage = { notes: string[] } & (
  { kind: 'results'; specimens: SentSpecimen[] } | { kind: 'not-results'; messageType: string }
);

/**
 * Bytes → specimens, as the sender's profile has them. A batch (BHS, or several MSH) is all its messages; one that
 * holds no results is passed over.
 */
export function readStoredMessage(message: StoredMessage, profile: SenderProfile): ReadMessage {
  const header = readHeader(message.body);
  const decoded = decodeBody(message.body, header.kind === 'header' ? header : null, profile);
  // text columns hold no NUL
  const sent = decoded.text.includes('\0') ? decoded.text.replaceAll('\0', '') : decoded.text;
  const text = profile.protocol === 'astm' ? fromAstm(sent) : sent;
  if (text === null) return { kind: 'not-results', messageType: '', notes: [] };
  const isSingle = (header.kind === 'header' || profile.protocol === 'astm') && !/[\r\n]MSH/.test(text);
  const dependsOnKit = profile.targets.some(({ kitId }) => kitId !== undefined);
  const specimens: SentSpecimen[] = [];
  let messageType: string | null = null;
  const batch = isSingle ? { messages: [text], countIsWrong: false } : splitBatch(text);
  const notes = [
    ...(decoded.guessed ? [`character-set-guessed:${decoded.charset}`] : []),
    // BTS-1: the messages are good, but one may be missing
    ...(batch.countIsWrong ? ['batch-count'] : []),
  ];
  for (const piece of batch.messages) {
    const parsed = readMessage(piece);
    const results = readInstrumentResults(parsed, profile);
    if (results.kind === 'not-results') {
      messageType = results.messageType;
      continue;
    }
    const messageTime = parsed.first('MSH')?.text(7) ?? '';
    for (const [index, specimen] of results.specimens.entries()) {
      const readingsFor = (kitId: string) => {
        if (!dependsOnKit) return specimen.readings;
        const again = readInstrumentResults(parsed, profile, kitId);
        return again.kind === 'results' ? (again.specimens[index]?.readings ?? []) : [];
      };
      specimens.push({ message, profile, messageTime, specimen, readingsFor });
    }
  }
  if (specimens.length === 0) return { kind: 'not-results', messageType: messageType ?? '', notes };
  return { kind: 'results', specimens, notes };
}

/** Null for bytes that are no ASTM message. */
function fromAstm(text: string): string | null {
  try {
    return astmAsHl7(text);
  } catch (error) {
    if (error instanceof AstmUnreadable) return null;
    throw error;
  }
}
