import { builtInProfiles, genericProfile, type SenderProfile } from '#lis/hl7';
import { arrayLiteral } from './bulk.js';
import type { Executor } from './connection.js';

/** A version of a profile in one realm. */
export type ProfileKey = { realm: 'real' | 'drill'; id: string; version: number };

/** A profile as messages remember it: `generic@1`. */
export const profileName = ({ id, version }: Pick<SenderProfile, 'id' | 'version'>) => `${id}@${version}`;

const keyOf = ({ realm, id, version }: ProfileKey) => `${realm}\n${id}\n${version}`;
const builtIn = new Map(builtInProfiles.map((profile) => [profileName(profile), profile]));

/**
 * The profiles behind some keys: built-in ones without a query, the others in one. A key that nobody entered gets the
 * generic profile; the assignment of a profile to an instrument refuses such a key.
 */
export async function readProfiles(
  db: Executor,
  keys: readonly ProfileKey[],
): Promise<(key: ProfileKey) => SenderProfile> {
  const wanted = new Map(
    keys.filter((key) => !builtIn.has(profileName(key))).map((key) => [keyOf(key), key]),
  );
  const entered = new Map<string, SenderProfile>();
  if (wanted.size > 0) {
    const all = [...wanted.values()];
    const rows = await db<(ProfileKey & { definition: SenderProfile })[]>`
      select realm, id, version, definition from sender_profile where (realm, id, version) in (select * from unnest(
        ${arrayLiteral(all.map(({ realm }) => realm))}::text::text[],
        ${arrayLiteral(all.map(({ id }) => id))}::text::text[],
        ${arrayLiteral(all.map(({ version }) => version))}::text::int[]))`;
    for (const row of rows) entered.set(keyOf(row), row.definition);
  }
  return (key) => builtIn.get(profileName(key)) ?? entered.get(keyOf(key)) ?? genericProfile;
}
