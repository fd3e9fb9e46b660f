import { tokenRequestText } from '#lis/domain';

const { subtle } = globalThis.crypto;
const curve = { name: 'ECDSA', namedCurve: 'P-256' };

/** A tablet's browser: a key pair that cannot be taken out, and what it signs with it. */
export async function makeKey() {
  const { publicKey, privateKey } = await subtle.generateKey(curve, false, ['sign', 'verify']);
  const { kty, crv, x, y } = await subtle.exportKey('jwk', publicKey);
  return {
    publicKey: { kty, crv, x, y },
    async sign(tabletId: number, nonce: string, audience: string) {
      const text = new TextEncoder().encode(tokenRequestText(tabletId, nonce, audience));
      const signature = await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, text);
      return Buffer.from(signature).toString('base64url');
    },
  };
}
export type TabletKey = Awaited<ReturnType<typeof makeKey>>;
