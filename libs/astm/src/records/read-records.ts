import { type AstmDelimiters, readAstmDelimiters } from './delimiters.js';
import { AstmRecord } from './record.js';

export type AstmMessage = { header: AstmRecord; delimiters: AstmDelimiters; records: readonly AstmRecord[] };

/** What is no ASTM message. It says nothing of its content. */
export class AstmUnreadable extends Error {
  override name = 'AstmUnreadable';
}

/**
 * Decoded text → the messages in it (H to L), whose delimiters are read from each H. Records end with CR; LF is
 * passed over, as are blanks before a record. @throws AstmUnreadable for text that does not begin with a header
 */
export function readAstmMessages(text: string): AstmMessage[] {
  const messages: { header: AstmRecord; delimiters: AstmDelimiters; records: AstmRecord[] }[] = [];
  for (const line of text.split(/[\r\n]+/)) {
    const raw = line.trimStart();
    if (raw === '') continue;
    const delimiters = readAstmDelimiters(raw);
    const open = messages.at(-1);
    if (delimiters !== null) {
      const header = new AstmRecord(raw, delimiters);
      messages.push({ header, delimiters, records: [header] });
    } else if (open === undefined) throw new AstmUnreadable('no header record');
    else open.records.push(new AstmRecord(raw, open.delimiters));
  }
  if (messages.length === 0) throw new AstmUnreadable('no record');
  return messages;
}

/** What identifies a message and its sender: H-3, H-5, H-10, H-14. */
export type AstmHeader = {
  /** H-3, which many senders leave empty and some begin anew */
  controlId: string;
  /** H-5 as components; GeneXpert: system, `GeneXpert`, version */
  sender: readonly string[];
  receiver: readonly string[];
  time: string;
};

export function astmHeaderOf({ header }: Pick<AstmMessage, 'header'>): AstmHeader {
  return {
    controlId: header.text(3),
    sender: header.repetitions(5)[0] ?? [],
    receiver: header.repetitions(10)[0] ?? [],
    time: header.text(14),
  };
}
