import type { Db } from '#lis/persistence';

type Done = { named: string; undo: () => Promise<unknown> };

/** What the owner of a database can do to the audit behind the product's back, and what must be said of it. */
export const damages: Record<string, (owner: Db) => Promise<Done>> = {
  change: async (owner) => {
    const [id = 0] = await pick(owner);
    await owner`update audit set detail = jsonb_build_object('was', detail) where id = ${id}`;
    return {
      named: `entry ${id} of block`,
      undo: () => owner`update audit set detail = detail -> 'was' where id = ${id}`,
    };
  },
  delete: async (owner) => {
    const [id = 0] = await pick(owner);
    await owner`create table kept as select * from audit where id = ${id}`;
    await owner`delete from audit where id = ${id}`;
    return {
      named: `entry ${id} of block`,
      undo: async () => {
        await owner`insert into audit overriding system value select * from kept`;
        await owner`drop table kept`;
      },
    };
  },
  swap: async (owner) => {
    const [one = 0, two = 0] = await pick(owner);
    const swap = () => owner`
      update audit a set at = b.at, actor = b.actor, origin = b.origin, action = b.action, subject = b.subject,
        detail = b.detail
      from audit b where (a.id, b.id) in ((${one}, ${two}), (${two}, ${one}))`;
    await swap();
    return { named: `entries ${one} and ${two} were swapped`, undo: swap };
  },
  truncate: async (owner) => {
    const [block] = await owner<{ chain: number; number: number }[]>`
      select chain, number from audit_block order by last_xact desc, last_id desc limit 1`;
    if (!block) throw new Error('nothing is sealed');
    const { chain, number } = block;
    const last = owner`chain = ${chain} and number = ${number}`;
    await owner`create table kept as select * from audit_block where ${last}`;
    await owner`create table kept_rows as select * from audit where id in (select unnest(ids) from kept)`;
    await owner`delete from audit where id in (select id from kept_rows)`;
    await owner`delete from audit_block where ${last}`;
    return {
      named: `the tail was cut off: the checkpoint knows block ${number}`,
      undo: async () => {
        await owner`insert into audit overriding system value select * from kept_rows`;
        await owner`insert into audit_block select * from kept`;
        await owner`drop table kept, kept_rows`;
      },
    };
  },
};

/** Two sealed rows of a sweep, far from each other and different, the first named first. */
async function pick(owner: Db): Promise<number[]> {
  const rows = await owner<{ id: number }[]>`
    (select id from audit where action = 'tube-registered' order by xact, id offset 3 limit 1)
    union all (select id from audit where action = 'report-made' order by xact desc, id desc offset 1 limit 1)`;
  return rows.map(({ id }) => id);
}
