/**
 * How much a data key may be used. AES-GCM with random nonces of 96 bits stays below a chance of 2^-32 for a repeated
 * nonce up to 2^32 values (NIST SP 800-38D, 8.3); this product stops sixteen times earlier. Processes reserve
 * values in blocks, so that counting costs one round trip a block; what a stopped process had left counts as used.
 */
export const DATA_KEY_VALUES = 2 ** 28;
export const DATA_KEY_BLOCK = 65_536;

/** Whether a key with this many reserved values wants a successor: from three quarters on. */
export function isDataKeyNearlyUsed(reserved: number): boolean {
  return reserved >= DATA_KEY_VALUES * 0.75;
}
