import { isAscii, isUtf8 } from 'node:buffer';
import { charsetLabel } from './charset-names.js';

/** `charset` is a WHATWG label, or `ascii` when no byte is above 0x7F; `guessed` when the bytes, not MSH-18, decided. */
export interface DecodedText {
  text: string;
  charset: string;
  guessed: boolean;
}

/**
 * Turns a message body into text. This must happen before the text is split: second bytes of GB18030 include
 * `| ^ \ ~`. `declared` is MSH-18, whose first repetition is the message's default (HL7 2.5.1 §2.15.9.18).
 * MSH-18 is often untrue: a declared character set that does not fit the bytes gives way to strict UTF-8,
 * then strict GB18030, then GB18030 with replacement characters. Never throws. A UTF-8 byte order mark is dropped.
 */
export function decodeText(body: Buffer, declared: readonly string[]): DecodedText {
  if (isAscii(body)) return { text: body.toString('latin1'), charset: 'ascii', guessed: false };
  const label = charsetLabel(declared[0]);
  if (label !== null) {
    const text = decodeStrictly(body, label);
    if (text !== null) return { text, charset: label, guessed: false };
  }
  for (const charset of ['utf-8', 'gb18030']) {
    const text = charset === label ? null : decodeStrictly(body, charset);
    if (text !== null) return { text, charset, guessed: true };
  }
  return { text: new TextDecoder('gb18030').decode(body), charset: 'gb18030', guessed: true };
}

function decodeStrictly(body: Buffer, label: string): string | null {
  if (label === 'utf-8') {
    if (!isUtf8(body)) return null;
    const text = body.toString('utf8');
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }
  try {
    return strictDecoder(label).decode(body);
  } catch {
    return null;
  }
}

const decoders = new Map<string, TextDecoder>();

// Building a TextDecoder costs more than decoding a pool message: one per character set is kept.
function strictDecoder(label: string): TextDecoder {
  const decoder = decoders.get(label) ?? new TextDecoder(label, { fatal: true });
  decoders.set(label, decoder);
  return decoder;
}
