import type { AstmDelimiters } from './delimiters.js';

/**
 * A leaf with its escapes resolved (LIS2-A2 §5.4.4): `&F& &S& &R& &E&` are the delimiters, `&Xhh…&` characters,
 * highlighting `&H& &N&` is dropped. Unknown sequences stay, and an escape character alone is data.
 */
export function unescapeAstm(raw: string, delimiters: AstmDelimiters): string {
  const { escape } = delimiters;
  if (escape === '' || !raw.includes(escape)) return raw;
  let text = '';
  let at = 0;
  for (;;) {
    const open = raw.indexOf(escape, at);
    const close = open === -1 ? -1 : raw.indexOf(escape, open + 1);
    if (close === -1) return text + raw.slice(at);
    const meaning = meaningOf(raw.slice(open + 1, close), delimiters);
    text += raw.slice(at, open) + (meaning ?? escape);
    at = meaning === null ? open + 1 : close + 1;
  }
}

function meaningOf(sequence: string, { field, component, repeat, escape }: AstmDelimiters): string | null {
  if (sequence === 'F') return field;
  if (sequence === 'S') return component;
  if (sequence === 'R') return repeat;
  if (sequence === 'E') return escape;
  if (sequence === 'H' || sequence === 'N') return '';
  const hex = /^X((?:[0-9A-Fa-f]{2})+)$/.exec(sequence)?.[1];
  return hex === undefined ? null : Buffer.from(hex, 'hex').toString('latin1');
}

/** Text made safe to stand as one leaf; control characters, which would cut the record or its frame, become `&Xhh&`. */
export function escapeAstm(text: string, { field, component, repeat, escape }: AstmDelimiters): string {
  const letters = new Map([
    [escape, 'E'],
    [field, 'F'],
    [component, 'S'],
    [repeat, 'R'],
  ]);
  return Array.from(text)
    .map((one) => {
      const letter = letters.get(one);
      if (letter !== undefined) return `${escape}${letter}${escape}`;
      const code = one.charCodeAt(0);
      const isControl = code < 0x20 || code === 0x7f;
      return isControl ? `${escape}X${code.toString(16).toUpperCase().padStart(2, '0')}${escape}` : one;
    })
    .join('');
}
