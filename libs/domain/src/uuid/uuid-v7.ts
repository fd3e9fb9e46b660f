const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const LATEST = 2 ** 48 - 1;

/** Whether the text is a UUID version 7 (RFC 9562) in its canonical lower-case form. */
export function isUuidV7(text: string): boolean {
  return UUID_V7.test(text);
}

/**
 * A UUID version 7 (RFC 9562 section 5.7): 48 bits of epoch milliseconds, then 74 random bits.
 * `randomBytes` are 10 bytes from the caller's secure source; 6 of their 80 bits give way to version and variant.
 * Throws RangeError for a time outside 0 … 2^48-1 or for another number of bytes.
 */
export function uuidV7(atMs: number, randomBytes: Uint8Array): string {
  if (!Number.isInteger(atMs) || atMs < 0 || atMs > LATEST) throw new RangeError('time outside 48 bits');
  if (randomBytes.length !== 10) throw new RangeError('10 random bytes are needed');
  const random = Array.from(randomBytes);
  random[0] = 0x70 | ((random[0] ?? 0) & 0x0f);
  random[2] = 0x80 | ((random[2] ?? 0) & 0x3f);
  const hex =
    atMs.toString(16).padStart(12, '0') + random.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The epoch milliseconds inside a UUID version 7, or null when the text is none. */
export function timeOfUuidV7(text: string): number | null {
  return isUuidV7(text) ? Number.parseInt(text.slice(0, 8) + text.slice(9, 13), 16) : null;
}
