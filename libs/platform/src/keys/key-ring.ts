import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Realm } from '#lis/domain';
import type { Secrets } from '../secrets.js';

export type RealmKeys = {
  hashKeyId: number;
  /** the hash key as the inner and outer block of HMAC (RFC 2104), 64 bytes each */
  innerPad: Buffer;
  outerPad: Buffer;
  dataKeyId: number;
  dataKeys: ReadonlyMap<number, KeyObject>;
  /** counts one value under the current data key. @throws Rejection 503 when its share is used up */
  spend: () => void;
};
/**
 * Keys by realm: a drill's identities live in their own keyed domain (law 11). The keys of a realm are replaced as a
 * whole when they change: whoever seals in one place and writes the key's id in a later one holds on to a copy.
 */
export type KeyRing = Record<Realm, RealmKeys> & {
  /** looks for keys that were added a moment ago, and gives the ring as it is then */
  refresh?: () => KeyRing;
};

/** The keys as they are, uncounted: of a test, a bench, a command that reads only. */
export function keyRing(secrets: Secrets): KeyRing {
  return { real: realmKeys(secrets, 'real'), drill: realmKeys(secrets, 'drill') };
}

/** One realm's keys as the secrets hold them. */
export function realmKeys(
  secrets: Pick<Secrets, 'keys'>,
  realm: Realm,
  spend: () => void = () => undefined,
): RealmKeys {
  const { hash, data } = secrets.keys[realm];
  const dataKeys = new Map(
    Object.entries(data).map(([id, key]) => [Number(id), createSecretKey(key, 'hex')]),
  );
  const hashKeyId = Math.max(...Object.keys(hash).map(Number));
  return {
    hashKeyId,
    innerPad: pad(Buffer.from(hash[hashKeyId] ?? '', 'hex'), 0x36),
    outerPad: pad(Buffer.from(hash[hashKeyId] ?? '', 'hex'), 0x5c),
    dataKeyId: Math.max(...dataKeys.keys()),
    dataKeys,
    spend,
  };
}

function pad(key: Buffer, byte: number): Buffer {
  return Buffer.alloc(64, byte).map((value, index) => value ^ (key[index] ?? 0)) as Buffer;
}
