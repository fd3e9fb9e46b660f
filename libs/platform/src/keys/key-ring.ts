import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Realm } from '#lis/domain';
import type { Secrets } from '../secrets.js';

type RealmKeys = {
  hashKeyId: number;
  /** the hash key as the inner and outer block of HMAC (RFC 2104), 64 bytes each */
  innerPad: Buffer;
  outerPad: Buffer;
  dataKeyId: number;
  dataKeys: Map<number, KeyObject>;
};
/** Keys by realm: a drill's identities live in their own keyed domain (law 11). */
export type KeyRing = Record<Realm, RealmKeys>;

export function keyRing(secrets: Secrets): KeyRing {
  return { real: realmKeys(secrets, 'real'), drill: realmKeys(secrets, 'drill') };
}

function realmKeys(secrets: Secrets, realm: Realm): RealmKeys {
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
  };
}

function pad(key: Buffer, byte: number): Buffer {
  return Buffer.alloc(64, byte).map((value, index) => value ^ (key[index] ?? 0)) as Buffer;
}
