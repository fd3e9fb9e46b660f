import { decodeText } from '../bytes/decode-text.js';
import type { Delimiters } from './delimiters.js';

/**
 * Text of one leaf with its escapes resolved (HL7 2.5.1 §2.7): delimiters, `\Xhh..\` as characters, `\.br\` as
 * a line feed, `\H\ \N\` (highlighting) dropped. Unknown escapes stay as they are, and a bare escape
 * character is data. Only a leaf may be given: resolving before splitting would make data into delimiters.
 */
export function unescapeLeaf(raw: string, delimiters: Delimiters): string {
  const { escape } = delimiters;
  if (escape === '' || !raw.includes(escape)) return raw;
  let text = '';
  let at = 0;
  for (;;) {
    const open = raw.indexOf(escape, at);
    const close = open === -1 ? -1 : raw.indexOf(escape, open + 1);
    if (close === -1) return text + raw.slice(at);
    const sequence = raw.slice(open + 1, close);
    const meaning = meaningOf(sequence, delimiters);
    text += raw.slice(at, open);
    if (meaning !== null) text += meaning;
    else if (isForeignEscape(sequence)) text += raw.slice(open, close + 1);
    else text += escape;
    // After a bare escape character the next one may begin a real sequence.
    at = meaning === null && !isForeignEscape(sequence) ? open + 1 : close + 1;
  }
}

/** Text made safe to stand as one leaf; CR, LF, VT and FS become `\Xhh\`, since they would cut the message or frame. */
export function escapeLeaf(text: string, delimiters: Delimiters): string {
  // Two quotes alone would be read as the HL7 null.
  if (text === '""') return delimiters.escape === '' ? '' : `${delimiters.escape}X2222${delimiters.escape}`;
  let out = '';
  let from = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    // Letters, digits and everything beyond ASCII, unless a sender chose such a delimiter.
    const escaped = escapeFor(text.charAt(i), code, delimiters);
    if (escaped === null) continue;
    out += text.slice(from, i) + escaped;
    from = i + 1;
  }
  return from === 0 ? text : out + text.slice(from);
}

function escapeFor(char: string, code: number, d: Delimiters): string | null {
  let name: string;
  if (char === d.field) name = 'F';
  else if (char === d.component) name = 'S';
  else if (char === d.subcomponent) name = 'T';
  else if (char === d.repetition) name = 'R';
  else if (char === d.escape) name = 'E';
  else if (code === 0x0d || code === 0x0a || code === 0x0b || code === 0x1c)
    name = `X${code.toString(16).toUpperCase().padStart(2, '0')}`;
  else return null;
  // A sender without an escape character cannot be sent its own delimiters: a space is the nearest safe thing.
  return d.escape === '' ? ' ' : d.escape + name + d.escape;
}

function meaningOf(sequence: string, d: Delimiters): string | null {
  switch (sequence) {
    case 'F':
      return d.field;
    case 'S':
      return d.component;
    case 'T':
      return d.subcomponent;
    case 'R':
      return d.repetition;
    case 'E':
      return d.escape;
    case '.br':
      return '\n';
    case 'H':
    case 'N':
      return '';
    default:
      return /^X(?:[0-9A-Fa-f]{2})+$/.test(sequence)
        ? decodeText(Buffer.from(sequence.slice(1), 'hex'), ['UNICODE UTF-8']).text
        : null;
  }
}

/** Formatting, local (`Z`) and character set (`C`, `M`) escapes: well formed, not ours to interpret. */
function isForeignEscape(sequence: string): boolean {
  return /^(?:\.[a-z]{2}[+-]?\d*|Z[^\s]*|[CM](?:[0-9A-Fa-f]{2}){2,3})$/.test(sequence);
}
