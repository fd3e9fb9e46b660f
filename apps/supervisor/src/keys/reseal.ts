import type { Realm } from '#lis/domain';
import { arrayLiteral, byteaArrayLiteral, type Db, type Executor, writeAudit } from '#lis/persistence';
import { type Context, open, seal } from '#lis/platform';
import { SEALED_COLUMNS, type SealedColumn } from './sealed-columns.js';

type Office = Pick<Context, 'db' | 'clock' | 'keys'>;
type Row = { key: string[]; boundTo: string; keyId: number; sealed: Uint8Array | null };
/** `by`: as the audit names it; `rest`: between two pages */
export type Manner = { pageSize?: number; by?: string; rest?: () => Promise<void> };
export type Resealed = { values: number; unopenable: number };

/**
 * Seals every value of a realm that is under an older key anew, a page of a table at a time while the product runs on:
 * a value that changed meanwhile is left as it is (compare and set on the old bytes). It may be stopped and begun again
 * at any time. Values that do not open are left and counted.
 */
export async function resealRealm(
  office: Office,
  realm: Realm,
  { pageSize = 1000, by = 'operator:keys', rest }: Manner = {},
): Promise<Resealed> {
  const done = { values: 0, unopenable: 0 };
  for (const column of SEALED_COLUMNS) {
    let after: string[] | null = null;
    for (;;) {
      const page: Row[] = await readPage(
        office.db,
        column,
        realm,
        office.keys[realm].dataKeyId,
        after,
        pageSize,
      );
      if (page.length > 0) {
        const told = await resealPage(office, column, realm, page, by);
        done.values += told.values;
        done.unopenable += told.unopenable;
      }
      const last = page.at(-1);
      if (!last || page.length < pageSize) break;
      after = last.key;
      await rest?.();
    }
  }
  return done;
}

/** Rows in the order of their key; the bytes only of those that are to be sealed anew. */
async function readPage(
  db: Executor,
  { table, column, key, signed, boundTo }: SealedColumn,
  realm: Realm,
  keyId: number,
  after: readonly string[] | null,
  pageSize: number,
): Promise<Row[]> {
  const names = key.map(([name]) => name).join(', ');
  const from = after
    ? `where (${names}) > (${key.map(([, type], index) => `$${index + 3}::text::${type}`).join(', ')})`
    : '';
  return db.unsafe<Row[]>(
    `select array[${key.map(([name]) => `${name}::text`).join(', ')}] as key, ${boundTo} as "boundTo",
      data_key_id as "keyId",
      case when data_key_id <> $1::smallint and (${signed} < 0) = $2::boolean then ${column} end as sealed
    from ${table} ${from} order by ${names} limit ${pageSize}`,
    [keyId, realm === 'drill', ...(after ?? [])],
  );
}

async function resealPage(
  { db, clock, keys }: Office,
  column: SealedColumn,
  realm: Realm,
  page: readonly Row[],
  by: string,
): Promise<Resealed> {
  const current = { ...keys };
  const { dataKeyId } = current[realm];
  const fresh: { key: string[]; old: Uint8Array; sealed: Uint8Array }[] = [];
  let unopenable = 0;
  for (const { key, boundTo, keyId, sealed } of page) {
    if (sealed === null) continue;
    try {
      // what was erased has no bytes, and is under no key
      const text = sealed.length === 0 ? null : open(current, realm, keyId, sealed, boundTo);
      fresh.push({
        key,
        old: sealed,
        sealed: text === null ? sealed : seal(current, realm, text, boundTo),
      });
    } catch (error) {
      if (error instanceof Error && error.name === 'Rejection') throw error;
      unopenable += 1;
    }
  }
  const values = fresh.length === 0 ? 0 : await replace(db, clock, column, realm, dataKeyId, fresh, by);
  return { values, unopenable };
}

async function replace(
  db: Db,
  clock: Office['clock'],
  { table, column, key }: SealedColumn,
  realm: Realm,
  dataKeyId: number,
  fresh: readonly { key: string[]; old: Uint8Array; sealed: Uint8Array }[],
  by: string,
): Promise<number> {
  const columns = key.map(([name, type], index) => ({ name, type, index }));
  return db.begin(async (tx) => {
    const { count } = await tx.unsafe(
      `update ${table} t set ${column} = n.sealed, data_key_id = $1::smallint
      from unnest($2::text::bytea[], $3::text::bytea[],
        ${columns.map(({ type, index }) => `$${index + 4}::text::${type}[]`).join(', ')})
        as n (old, sealed, ${columns.map(({ name }) => `k_${name}`).join(', ')})
      where ${columns.map(({ name }) => `t.${name} = n.k_${name}`).join(' and ')} and t.${column} = n.old`,
      [
        dataKeyId,
        byteaArrayLiteral(fresh.map(({ old }) => old)),
        byteaArrayLiteral(fresh.map(({ sealed }) => sealed)),
        ...columns.map(({ index }) => arrayLiteral(fresh.map((row) => row.key[index] ?? null))),
      ],
    );
    await writeAudit(tx, [
      {
        at: clock.now(realm),
        sweepId: null,
        actor: by,
        origin: by.startsWith('operator:') ? 'command' : 'process',
        action: 'values-resealed',
        subject: `data-key:${realm}/${dataKeyId}`,
        detail: { table, values: count },
      },
    ]);
    return count;
  });
}
