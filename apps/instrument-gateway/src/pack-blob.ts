import { isUtf8 } from 'node:buffer';
import type { MessageLine } from './message-line.js';

/** Two parameters that the server joins into one blob, and where in it (from 1, as SQL counts) the pieces of each line are. */
export type PackedBlob = { text: string; bytes: Buffer; bodyStarts: number[]; hashStarts: number[] };

/**
 * Packs hashes and bodies of a group. Bodies that are UTF-8, nearly all, go as text: the driver sends bytea as
 * hexadecimal, which doubles the bytes. Text holds no NUL.
 */
export function packBlob(lines: readonly MessageLine[]): PackedBlob {
  const texts: Buffer[] = [];
  const others: Buffer[] = [];
  let textSize = 0;
  let otherSize = 0;
  const asText = lines.map(({ body }) => isUtf8(body) && !body.includes(0));
  const offsets = lines.map(({ body, keyHash, bodyHash }, index) => {
    const hashes = otherSize;
    others.push(keyHash, bodyHash);
    otherSize += keyHash.length + bodyHash.length;
    let start = textSize;
    if (asText[index]) {
      texts.push(body);
      textSize += body.length;
    } else {
      start = otherSize;
      others.push(body);
      otherSize += body.length;
    }
    return { hashes, start };
  });
  return {
    text: Buffer.concat(texts).toString('utf8'),
    bytes: Buffer.concat(others),
    bodyStarts: offsets.map(({ start }, index) => 1 + start + (asText[index] ? 0 : textSize)),
    hashStarts: offsets.map(({ hashes }) => 1 + textSize + hashes),
  };
}
