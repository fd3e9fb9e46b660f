import { readDelimiters, STANDARD_DELIMITERS, type Delimiters } from './delimiters.js';
import { Segment } from './segment.js';
import { splitSegments } from './split-segments.js';

export interface Hl7Message {
  /** False for text that does not begin with MSH: its segments are then read with the standard delimiters. */
  readonly hasHeader: boolean;
  readonly delimiters: Delimiters;
  readonly segments: readonly Segment[];
  /** Every segment of a name, in order. */
  all(name: string): Segment[];
  /** The first segment of a name. */
  first(name: string): Segment | undefined;
}

/**
 * Reads decoded text as one HL7 v2 message. Delimiters come from MSH-1 and MSH-2; MLLP bytes, a byte order
 * mark and blank lines around it are passed over. Never throws: junk gives a message without a header.
 */
export function readMessage(text: string): Hl7Message {
  const bare = withoutWrapping(text);
  const found = bare.startsWith('MSH') ? readDelimiters(bare) : null;
  const delimiters = found ?? STANDARD_DELIMITERS;
  const segments = splitSegments(bare, delimiters.field).map((raw) => new Segment(raw, delimiters));
  return {
    hasHeader: found !== null,
    delimiters,
    segments,
    all: (name) => segments.filter((segment) => segment.name === name),
    first: (name) => segments.find((segment) => segment.name === name),
  };
}

function withoutWrapping(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlockByte(text.charCodeAt(from), true)) from += 1;
  while (to > from && isBlockByte(text.charCodeAt(to - 1), false)) to -= 1;
  return from === 0 && to === text.length ? text : text.slice(from, to);
}

/** Line ends, VT and FS; in front also blanks and the byte order mark (at the end they may be data). */
function isBlockByte(code: number, inFront: boolean): boolean {
  if (code === 0x0d || code === 0x0a || code === 0x0b || code === 0x1c) return true;
  return inFront && (code === 0x20 || code === 0xfeff);
}
