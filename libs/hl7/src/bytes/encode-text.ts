import { isAscii } from 'node:buffer';
import iconv from 'iconv-lite';

/**
 * Text as the bytes of the character set that a sender declared in MSH-18 (its first name), or null when that set
 * lacks one of the characters: a `?` in a code would be another code. With nothing, ASCII or an unknown name
 * declared only ASCII can be said.
 */
export function encodeText(text: string, declared: string | undefined): Buffer | null {
  const utf8 = Buffer.from(text, 'utf8');
  if (isAscii(utf8)) return utf8;
  const name = encodingOf(declared ?? '');
  if (name === null || !text.isWellFormed()) return null;
  if (name === 'utf8') return utf8;
  const bytes = iconv.encode(text, name);
  return iconv.decode(bytes, name) === text ? bytes : null;
}

/** GBK stays GBK: its readers do not know the four-byte characters of GB18030. */
function encodingOf(declared: string): string | null {
  const name = declared.toUpperCase().replaceAll(/[\s_-]/g, '');
  if (/^(UNICODE)?UTF8$/.test(name) || name === 'UNICODE') return 'utf8';
  if (name.startsWith('GB18030')) return 'gb18030';
  if (/^(GBK|GB2312|CP936)$/.test(name)) return 'gbk';
  if (name === 'BIG5') return 'big5';
  const latin = /^(?:ISO)?8859\/?(1[0-6]|[1-9])$/.exec(name)?.[1];
  return latin === undefined || !iconv.encodingExists(`iso-8859-${latin}`) ? null : `iso-8859-${latin}`;
}
