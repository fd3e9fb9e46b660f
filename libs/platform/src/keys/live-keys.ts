import { statSync } from 'node:fs';
import type { Realm } from '#lis/domain';
import type { Context } from '../context.js';
import { loadSecrets, secretsFile } from '../secrets.js';
import { takeShare } from './data-key-share.js';
import { type KeyRing, realmKeys } from './key-ring.js';

type Office = Pick<Context, 'db' | 'clock' | 'configuration'>;
export type LiveKeys = { ring: KeyRing; stop: () => void };

const realms = ['real', 'drill'] as const satisfies readonly Realm[];
/** How soon a running process knows a key that was added, ms. */
export const keysKnownWithinMs = 1000;

const sealsNothing = () => {
  throw new Error('this process was started without a share of the data keys');
};

/**
 * The keys of a running process: the secrets are looked at every second, and at once when a value names a key that is
 * not known. A new key opens values from the moment it is read; it seals from the moment a share of it is taken.
 */
export async function followKeys(office: Office, seals: boolean): Promise<LiveKeys> {
  const file = secretsFile(office.configuration);
  const shareOf = (realm: Realm, keyId: number) =>
    seals ? takeShare(office, realm, keyId) : Promise.resolve(sealsNothing);
  // the first process of an installation makes the file
  loadSecrets(office.configuration);
  let seen = markOf(file);
  const first = loadSecrets(office.configuration);
  const ring = {} as KeyRing;
  const switching = new Set<Realm>();

  /** Begins to seal with the newest key once there is a share of it; tried again with the next look. */
  const useNewest = (realm: Realm) => {
    const newest = Math.max(...ring[realm].dataKeys.keys());
    if (newest === ring[realm].dataKeyId || switching.has(realm)) return;
    switching.add(realm);
    shareOf(realm, newest)
      .then((spend) => (ring[realm] = { ...ring[realm], dataKeyId: newest, spend }))
      .catch(() => undefined)
      .finally(() => switching.delete(realm));
  };
  const look = () => {
    const mark = markOf(file);
    if (mark !== seen) {
      const secrets = loadSecrets(office.configuration);
      for (const realm of realms)
        ring[realm] = { ...ring[realm], dataKeys: realmKeys(secrets, realm).dataKeys };
      seen = mark;
    }
    for (const realm of realms) useNewest(realm);
  };

  for (const realm of realms) {
    const keys = realmKeys(first, realm);
    ring[realm] = { ...keys, spend: await shareOf(realm, keys.dataKeyId) };
  }
  ring.refresh = () => {
    tryTo(look);
    return ring;
  };
  const timer = setInterval(() => tryTo(look), keysKnownWithinMs);
  timer.unref();
  return { ring, stop: () => clearInterval(timer) };
}

/** Changes whenever the file is replaced. */
function markOf(file: string): string {
  const { mtimeMs, ino, size } = statSync(file);
  return `${mtimeMs} ${ino} ${size}`;
}

/** Secrets that cannot be read for a moment (a network folder) leave the known keys in use. */
function tryTo(look: () => void): void {
  try {
    look();
  } catch {
    // looked at again with the next second
  }
}
