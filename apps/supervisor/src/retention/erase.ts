import type { Realm } from '#lis/domain';
import { arrayLiteral, holdOffRegistration, type Transaction, writeAudit } from '#lis/persistence';
import type { Context } from '#lis/platform';
import { type Erasable, findErasableBodies, findErasablePersons, stillErasable } from './erase.queries.js';

type Office = Pick<Context, 'db' | 'clock'>;
export type Erased = { persons: number } & Record<Erasable, number>;

const pageSize = 500;
const tables = ['tube_amendment', 'report', 'refused_submission', 'remark'] as const satisfies Erasable[];

/**
 * Erases what is known of persons of a realm who were last sampled before a moment and have no open case or hold, a
 * page a transaction: particulars and the hash by which they were found, and stored bodies that name only such
 * persons. Ids, members, tubes, results, counts and the audit stay. With `apply` false it counts and changes nothing.
 * It may be stopped and begun again. A person who is sampled again later is a new one.
 */
export async function eraseBefore(
  { db, clock }: Office,
  realm: Realm,
  before: number,
  apply: boolean,
): Promise<Erased> {
  const drill = realm === 'drill';
  const erased: Erased = { persons: 0, refused_submission: 0, tube_amendment: 0, report: 0, remark: 0 };
  const audit = (tx: Transaction, table: string, keys: readonly (string | number)[]) =>
    writeAudit(tx, [
      {
        at: clock.now(realm),
        sweepId: null,
        actor: 'operator:retention',
        origin: 'command',
        action: 'retention-erased',
        subject: `retention:${table}`,
        detail: { before, keys },
      },
    ]);

  // bodies first: whose persons are needed is asked of the rows, which say it before and after alike
  for (const table of tables) {
    if (!apply) {
      erased[table] = (await findErasableBodies(db, table, drill, before, 2 ** 31 - 1)).length;
      continue;
    }
    for (;;) {
      const keys = await db.begin(async (tx) => {
        const found = await findErasableBodies(tx, table, drill, before, pageSize);
        if (found.length === 0) return found;
        await eraseBodies(tx, table, found);
        await audit(tx, table, found);
        return found;
      });
      erased[table] += keys.length;
      if (keys.length < pageSize) break;
    }
  }
  let after = -Number.MAX_SAFE_INTEGER;
  for (;;) {
    const from = after;
    const { ids: found, last } = await findErasablePersons(db, drill, before, from, pageSize);
    const erase = async (tx: Transaction) => {
      // a tube of one of them may have been registered since the look: nobody registers now, so it is asked again
      await holdOffRegistration(tx, realm);
      const over = await stillErasable(tx, found, before);
      await erasePersons(tx, over);
      await audit(tx, 'person', over);
      return over;
    };
    const ids = apply && found.length > 0 ? await db.begin(erase) : found;
    erased.persons += ids.length;
    if (last === null) return erased;
    after = last;
  }
}

async function erasePersons(tx: Transaction, ids: readonly number[]): Promise<void> {
  const list = arrayLiteral(ids);
  await tx`
    update person set particulars = '', particulars_hash = '',
      identity_hash = decode(replace(gen_random_uuid()::text, '-', ''), 'hex')
    where id = any(${list}::text::bigint[])`;
  // whom a person lives with says who the person is
  await tx`
    update member set household = null
    where person_id = any(${list}::text::bigint[]) and household is not null`;
  await tx`delete from person_particulars where person_id = any(${list}::text::bigint[])`;
}

async function eraseBodies(tx: Transaction, table: Erasable, keys: readonly string[]): Promise<void> {
  const list = arrayLiteral(keys);
  if (table === 'report') {
    await tx`
      update report r set body = '' from (
        select split_part(k, '/', 1)::uuid as id, split_part(k, '/', 2)::smallint as version
        from unnest(${list}::text::text[]) as k) n where r.id = n.id and r.version = n.version`;
  } else if (table === 'tube_amendment') {
    await tx`update tube_amendment set body = '' where id = any(${list}::text::uuid[])`;
  } else if (table === 'remark') {
    await tx`update remark set body = '' where id = any(${list}::text::uuid[])`;
  } else {
    await tx`update refused_submission set body = '' where id = any(${list}::text::bigint[])`;
  }
}
