import { readDelimiters, STANDARD_DELIMITERS } from './delimiters.js';

export interface SplitBatch {
  /** The text of each message from its MSH to before the next header or trailer, in order, unchanged. */
  messages: string[];
  /** FHS, BHS, BTS or FTS was seen, or more than one MSH. */
  isBatch: boolean;
  /** One per BTS: what BTS-1 says (`null` when absent or not a number) and what was found since the last BHS or BTS. */
  counts: { declared: number | null; found: number }[];
  /** Some BTS-1 is given and is not what was found: the messages are still good, the batch is flagged. */
  countIsWrong: boolean;
}

const boundary = /(?:MSH|FHS|BHS|BTS|FTS)(?![A-Za-z0-9])/g;

/** Splits decoded text that holds any number of messages, with or without FHS/BHS/BTS/FTS around them. Never throws. */
export function splitBatch(text: string): SplitBatch {
  const messages: string[] = [];
  const counts: SplitBatch['counts'] = [];
  let separator = STANDARD_DELIMITERS.field;
  let wrapped = false;
  let found = 0;
  for (const { name, piece } of pieces(text)) {
    separator = readDelimiters(piece)?.field ?? separator;
    if (name === 'MSH') {
      messages.push(piece);
      found += 1;
      continue;
    }
    wrapped = true;
    if (name === 'BHS') found = 0;
    if (name !== 'BTS') continue;
    counts.push({ declared: readCount(piece, separator), found });
    found = 0;
  }
  return {
    messages,
    isBatch: wrapped || messages.length > 1,
    counts,
    countIsWrong: counts.some(({ declared, found: real }) => declared !== null && declared !== real),
  };
}

function pieces(text: string): { name: string; piece: string }[] {
  const starts: { name: string; at: number; before: number }[] = [];
  for (const { 0: name, index: at } of text.matchAll(boundary)) {
    const before = lineStart(text, at);
    if (before !== null) starts.push({ name, at, before });
  }
  return starts.map(({ name, at }, i) => ({
    name,
    piece: text.slice(at, starts[i + 1]?.before ?? text.length),
  }));
}

/** Where the line of a boundary starts; null when something other than blanks, MLLP bytes or a BOM stands before it. */
function lineStart(text: string, at: number): number | null {
  let from = at;
  while (from > 0) {
    const code = text.charCodeAt(from - 1);
    if (code === 0x0d || code === 0x0a) return from;
    if (code !== 0x20 && code !== 0x09 && code !== 0x0b && code !== 0x1c && code !== 0xfeff) return null;
    from -= 1;
  }
  return 0;
}

function readCount(trailer: string, separator: string): number | null {
  const [line = ''] = trailer.split(/[\r\n]/, 1);
  const count = line.split(separator)[1]?.trim() ?? '';
  return /^\d{1,9}$/.test(count) ? Number(count) : null;
}
