import { enterLaboratory, enterPlate, enterTubes, useDatabase } from '#lis/testing';
import { beforeAll, expect, it } from 'vitest';
import { ordersKeptMs, sweepOrders } from './sweep-orders.js';

const database = useDatabase();
const hour = 3_600_000;
const now = { real: Date.UTC(2026, 5, 1), drill: Date.UTC(2030, 0, 5) };
const agoIn = (realm: 'real' | 'drill', ms: number) => new Date(now[realm] - ordersKeptMs - ms).toISOString();

type Given = { name: string; instrumentId?: number; state?: string; at?: string | null; queryId?: number };
const enter = async ({ name, instrumentId = -1, state = 'accepted', at = null, queryId }: Given) => {
  const { owner } = database();
  const [query] = await owner<{ id: number }[]>`
    insert into instrument_query (instrument_id, control_id, body, answer, fate, asked_at)
    select ${instrumentId}, ${name}, '', '', 'ordered', ${at ?? agoIn('drill', hour)}
    where ${queryId ?? null}::int is null returning id`;
  const id = queryId ?? query?.id ?? 0;
  await owner`
    insert into order_message (instrument_id, cause, query_id, control_id, body, state, made_at, settled_at)
    values (${instrumentId}, 'query', ${id}, ${name}, '', ${state}, '2026-01-01Z', ${at})`;
  return id;
};

beforeAll(async () => {
  const { owner, context } = database();
  const laboratory = await enterLaboratory(owner);
  await enterLaboratory(owner, 'real');
  const long = agoIn('drill', hour);
  const chain = await enter({ name: 'first of a chain', at: long });
  await enter({ name: 'second of a chain', state: 'sent', queryId: chain });
  await enter({ name: 'accepted', at: long });
  await enter({ name: 'withdrawn', at: long, state: 'withdrawn' });
  await enter({ name: 'settled lately', at: agoIn('drill', -hour) });
  await enter({ name: 'not answered', state: 'sent' });
  await enter({ name: 'real', instrumentId: 1, at: agoIn('real', hour) });
  // past on the drill's clock alone
  await enter({ name: 'real and young', instrumentId: 1, at: agoIn('real', -hour) });
  const plate = await enterPlate(owner, laboratory, await enterTubes(owner, context, laboratory, 1));
  await owner`
    insert into order_message (instrument_id, cause, sweep_id, plate_id, control_id, state, made_at, settled_at)
    values (-1, 'plate', ${laboratory.sweepId}, ${plate.id}, 'a plate', 'timeout', ${long}, ${long})`;
});

const left = async (table: 'order_message' | 'instrument_query') =>
  (await database().owner.unsafe<{ id: string }[]>(`select control_id as id from ${table} order by id`)).map(
    ({ id }) => id,
  );
const kept = ['not answered', 'real and young', 'settled lately'];

it('deletes what was settled long ago on the clock of its realm, in batches, and the queries of it', async () => {
  const { db } = database();
  const went: number[] = [];
  for (let count = 1; count > 0;) went.push((count = await sweepOrders(db, now, 2)));
  // five orders, and the queries of three
  expect(went.reduce((all, one) => all + one, 0)).toBe(8);
  expect(Math.max(...went)).toBeLessThanOrEqual(4);
  expect((await left('order_message')).sort()).toEqual([...kept, 'second of a chain'].sort());
  // a query stays as long as one of its orders
  expect((await left('instrument_query')).sort()).toEqual([...kept, 'first of a chain'].sort());
});

it('cannot be made to delete one that waits, and is the only way to delete one', async () => {
  const { db } = database();
  await db`select sweep_order_messages('9999-01-01Z', '9999-01-01Z', 100)`;
  expect((await left('order_message')).sort()).toEqual(['not answered', 'second of a chain']);
  await expect(db`delete from order_message`).rejects.toMatchObject({ code: '42501' });
});
