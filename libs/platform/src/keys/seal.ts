import { createCipheriv, createDecipheriv, hash, type KeyObject, randomFillSync } from 'node:crypto';
import type { Realm } from '#lis/domain';
import type { KeyRing } from './key-ring.js';

// Random nonces are drawn from a pool: one call to the generator for 1,024 of them, 4 µs less a value.
const pool = Buffer.alloc(12 * 1024);
let used = pool.length;

function nonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 12;
  return pool.subarray(used - 12, used);
}

/**
 * AES-256-GCM (NIST SP 800-38D) of a text under the realm's current data key: nonce (12 bytes), tag (16),
 * ciphertext. `boundTo` names row and column, so that a value moved elsewhere does not open.
 * @throws Rejection 503 `data-key-used-up` when this process has no share of the key left
 */
export function seal(keys: KeyRing, realm: Realm, text: string, boundTo: string): Buffer {
  const { dataKeyId, dataKeys, spend } = keys[realm];
  spend();
  const iv = nonce();
  const cipher = createCipheriv('aes-256-gcm', dataKeys.get(dataKeyId) as KeyObject, iv);
  cipher.setAAD(Buffer.from(boundTo));
  const body = cipher.update(text, 'utf8');
  cipher.final();
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** @throws Error when the key is unknown, or the value was changed or moved */
export function open(
  keys: KeyRing,
  realm: Realm,
  keyId: number,
  sealed: Uint8Array,
  boundTo: string,
): string {
  // a key that another process took into use within this second is looked for before it is missed
  const key = keys[realm].dataKeys.get(keyId) ?? keys.refresh?.()[realm].dataKeys.get(keyId);
  if (!key) throw new Error(`data key ${keyId} of realm ${realm} is not on this machine`);
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  decipher.setAAD(Buffer.from(boundTo));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return decipher.update(sealed.subarray(28), undefined, 'utf8') + decipher.final('utf8');
}

// HMAC's two inputs are written behind its pads in scratch memory: 1 µs where an Hmac object costs 3, and nothing is
// left to collect. Every member of every tube passes here twice.
let innerText = Buffer.alloc(64 + 4096);
const outerText = Buffer.alloc(64 + 32);

/** 16 bytes of HMAC-SHA-256 (RFC 2104) as hex: how a person is found without a readable identity. */
export function keyedHash(keys: KeyRing, realm: Realm, text: string): string {
  const { innerPad, outerPad } = keys[realm];
  if (text.length * 3 > innerText.length - 64) innerText = Buffer.alloc(64 + text.length * 3);
  innerText.set(innerPad);
  const end = 64 + innerText.write(text, 64);
  outerText.set(outerPad);
  outerText.write(hash('sha256', innerText.subarray(0, end), 'hex'), 64, 'hex');
  return hash('sha256', outerText, 'hex').slice(0, 32);
}
