import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { identityKey } from '#lis/domain';
import { keyedHash, keyRing, loadSecrets, readConfiguration } from '#lis/platform';
import type { BenchDatabase } from '../bench-database.js';
import { memberOf } from './tubes.js';

/** The register of a city: `count` persons as the product would have stored them, by COPY. */
export async function preloadPersons({ owner, environment }: BenchDatabase, count: number): Promise<void> {
  const keys = keyRing(loadSecrets(readConfiguration(environment)));
  const sealed = 'ab'.repeat(150);
  function* lines() {
    let text = '';
    for (let index = 0; index < count; index++) {
      const { identity, name, phone } = memberOf(index);
      const hash = keyedHash(keys, 'drill', `identity\n${identityKey(identity) ?? ''}`);
      const particulars = JSON.stringify({ ...identity, name, phone });
      const particularsHash = keyedHash(keys, 'drill', `particulars\n${particulars}`);
      text += `${-1_000_000_000 - index}\t\\\\x${hash}\t1\t\\\\x${sealed}\t\\\\x${particularsHash}\t1\t2026-01-01Z\n`;
      if (text.length > 1 << 20) {
        yield text;
        text = '';
      }
    }
    yield text;
  }
  const copy = await owner`
    copy person (id, identity_hash, hash_key_id, particulars, particulars_hash, data_key_id, registered_at)
    from stdin`.writable();
  await pipeline(Readable.from(lines()), copy);
  await owner.unsafe('vacuum analyze person');
}
