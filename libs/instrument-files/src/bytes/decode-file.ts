import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/** Text of an export: UTF-16 and UTF-8 by their byte order marks, UTF-16 LE by its zeros, strict UTF-8, else GB18030 (GBK). */
export function decodeFile(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return iconv.decode(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return iconv.decode(bytes, 'utf-16be');
  // some exports lose the mark: every second byte of Latin text in UTF-16 LE is zero
  if (bytes.length >= 8 && [1, 3, 5, 7].every((at) => bytes[at] === 0) && bytes[0] !== 0)
    return iconv.decode(bytes, 'utf-16le');
  if (isUtf8(bytes)) return iconv.decode(bytes, 'utf-8');
  return iconv.decode(bytes, 'gb18030');
}
