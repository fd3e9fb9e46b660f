// Crockford's letters: none is taken for another by a person who types it
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const groups = /.{5}/g;

/** A code of 20 letters (100 bits) in groups of five, of 20 bytes of a secure source. @throws RangeError for fewer */
export function enrolmentCode(randomBytes: Uint8Array): string {
  if (randomBytes.length !== 20) throw new RangeError('20 random bytes are needed');
  const code = Array.from(randomBytes, (byte) => letters[byte & 31]).join('');
  return code.match(groups)?.join('-') ?? code;
}

/** A code as typed or scanned, without what people add, and with the letters that they mistake put right. */
export function normaliseEnrolmentCode(given: string): string {
  return given
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}
