import {
  decodeText,
  type InstrumentReading,
  type InstrumentSpecimen,
  readHeader,
  readInstrumentResults,
  readMessage,
  splitBatch,
} from '#lis/hl7';
import type { StoredMessage } from './messages.queries.js';

/** A specimen of a message, with what the message says for all its readings. */
export type SentSpecimen = {
  message: StoredMessage;
  /** MSH-7: stands in for a reading without a time of its own */
  messageTime: string;
  specimen: InstrumentSpecimen;
  readings: InstrumentReading[];
};
export type ReadMessage =
  { kind: 'results'; specimens: SentSpecimen[] } | { kind: 'not-results'; messageType: string };

/** Bytes → specimens. A batch (BHS, or several MSH) is all its messages; one that holds no results is passed over. */
export function readStoredMessage(message: StoredMessage): ReadMessage {
  const header = readHeader(message.body);
  const decoded = decodeText(message.body, header.kind === 'header' ? header.characterSets : []);
  // text columns hold no NUL
  const text = decoded.text.includes('\0') ? decoded.text.replaceAll('\0', '') : decoded.text;
  const isSingle = header.kind === 'header' && !/[\r\n]MSH/.test(text);
  const specimens: SentSpecimen[] = [];
  let messageType: string | null = null;
  for (const piece of isSingle ? [text] : splitBatch(text).messages) {
    const parsed = readMessage(piece);
    const results = readInstrumentResults(parsed);
    if (results.kind === 'not-results') {
      messageType = results.messageType;
      continue;
    }
    const messageTime = parsed.first('MSH')?.text(7) ?? '';
    for (const specimen of results.specimens) {
      specimens.push({ message, messageTime, specimen, readings: specimen.readings });
    }
  }
  if (specimens.length === 0) return { kind: 'not-results', messageType: messageType ?? '' };
  return { kind: 'results', specimens };
}
