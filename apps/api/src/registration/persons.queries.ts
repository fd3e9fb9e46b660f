import { momentText, type Realm } from '#lis/domain';
import {
  arrayLiteral,
  byteaArrayLiteral,
  CopyRows,
  copyRows,
  type Executor,
  type Transaction,
} from '#lis/persistence';

/** Hashes are kept as hex on the way, so that they serve as map keys too. */
export type KnownPerson = { id: number; particularsHash: string };
export type NewPerson = {
  id: number;
  identityHash: string;
  particulars: Uint8Array;
  particularsHash: string;
};

const hexArray = (hashes: readonly string[]) => `{${hashes.map((hash) => `"\\\\x${hash}"`).join(',')}}`;

/** Persons by keyed hash (hex). Known people are found, not written: a tenth of the WAL of an upsert. */
export async function findPersons(
  db: Executor,
  hashes: readonly string[],
): Promise<Map<string, KnownPerson>> {
  if (hashes.length === 0) return new Map();
  const rows = await db<(KnownPerson & { hash: string })[]>`
    select id, encode(identity_hash, 'hex') as hash, encode(particulars_hash, 'hex') as "particularsHash"
    from person where identity_hash = any(${hexArray(hashes)}::text::bytea[])`;
  return new Map(rows.map((row) => [row.hash, row]));
}

/** The same, and how often people of the realm had been erased in the moment of the look; null when nobody is found. */
export async function lookUpPersons(
  db: Executor,
  realm: Realm,
  hashes: readonly string[],
): Promise<{ found: Map<string, KnownPerson>; erasures: number | null }> {
  if (hashes.length === 0) return { found: new Map(), erasures: null };
  const rows = await db<(KnownPerson & { hash: string; erasures: number })[]>`
    select id, encode(identity_hash, 'hex') as hash, encode(particulars_hash, 'hex') as "particularsHash",
      (select erasures from retention_count where realm = ${realm}) as erasures
    from person where identity_hash = any(${hexArray(hashes)}::text::bytea[])`;
  return { found: new Map(rows.map((row) => [row.hash, row])), erasures: rows[0]?.erasures ?? null };
}

/** Inserts in the order of the hashes, the one order in which every process takes these locks. */
export async function insertPersons(
  db: Executor,
  persons: readonly NewPerson[],
  keys: { hashKeyId: number; dataKeyId: number },
  now: number,
): Promise<number> {
  const result = await db`
    insert into person (id, identity_hash, hash_key_id, particulars, particulars_hash, data_key_id, registered_at)
    select id, hash, ${keys.hashKeyId}::smallint, particulars, particulars_hash, ${keys.dataKeyId}::smallint,
      ${momentText(now)}::text::timestamptz
    from unnest(
      ${arrayLiteral(persons.map(({ id }) => id))}::text::bigint[],
      ${hexArray(persons.map(({ identityHash }) => identityHash))}::text::bytea[],
      ${byteaArrayLiteral(persons.map(({ particulars }) => particulars))}::text::bytea[],
      ${hexArray(persons.map(({ particularsHash }) => particularsHash))}::text::bytea[])
      as p (id, hash, particulars, particulars_hash)
    order by hash
    on conflict (identity_hash) do nothing`;
  return result.count;
}

/** Inserts persons whom nobody else inserts meanwhile. @throws unique violation when somebody does */
export async function copyPersons(
  tx: Transaction,
  persons: readonly NewPerson[],
  { hashKeyId, dataKeyId }: { hashKeyId: number; dataKeyId: number },
  now: number,
): Promise<void> {
  const rows = new CopyRows();
  for (const person of persons.toSorted((a, b) => (a.identityHash < b.identityHash ? -1 : 1))) {
    rows.row(7).int8(person.id).hex(person.identityHash).int2(hashKeyId);
    rows.bytes(person.particulars).hex(person.particularsHash).int2(dataKeyId).moment(now);
  }
  await copyRows(
    tx,
    'person (id, identity_hash, hash_key_id, particulars, particulars_hash, data_key_id, registered_at)',
    rows,
  );
}

/** Hands out person ids from blocks of 1,000: one round trip a thousand people, known before they are sealed. */
export function personIds(db: Executor): (realm: Realm, count: number) => Promise<number[]> {
  const left: Record<Realm, number[]> = { real: [], drill: [] };
  return async (realm, count) => {
    while (left[realm].length < count) {
      const blocks = Math.ceil((count - left[realm].length) / 1000);
      const rows = await db<{ start: number }[]>`
        select nextval(${`person_${realm}_block`}::regclass) as start from generate_series(1, ${blocks}::int)`;
      for (const { start } of rows) {
        const sign = realm === 'drill' ? -1 : 1;
        for (let i = 0; i < 1000; i++) left[realm].push(start + sign * i);
      }
    }
    return left[realm].splice(0, count);
  };
}
