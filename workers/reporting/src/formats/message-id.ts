import { createHash } from 'node:crypto';

// Crockford's: no letter that is taken for a digit, in upper case, so that a receiver may fold it
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A message's id out of what it is: 100 bits as 20 characters, which is what MSH-10 holds (HL7 2.5.1, ST 20). The same
 * names give the same id in every process and for ever, so that a repeat is known as one.
 */
export function messageId(...names: readonly (string | number)[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(names)).digest();
  return Array.from({ length: 20 }, (_, index) => {
    const bit = index * 5;
    return alphabet[((bytes.readUInt16BE(bit >> 3) << (bit & 7)) >> 11) & 31];
  }).join('');
}
