import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATA_KEY_BLOCK, DATA_KEY_VALUES } from '#lis/domain';
import { followKeys, type LiveKeys, open } from '#lis/platform';
import { enterLaboratory, enterTubes, useDatabase } from '#lis/testing';
import { afterAll, expect, it } from 'vitest';
import { resealAfterSuccessor } from './reseal-after-successor.js';

const database = useDatabase();
const folder = mkdtempSync(join(tmpdir(), 'sweepwell-successor-'));
const lives: LiveKeys[] = [];
afterAll(() => {
  for (const { stop } of lives) stop();
  rmSync(folder, { recursive: true, force: true });
});

it('seals what lies under the older key anew by itself, goes on where it was stopped, and closes the task', async () => {
  const { db, owner, context } = database();
  const office = {
    db,
    clock: context.clock,
    configuration: { ...context.configuration, dataFolder: folder },
  };
  const process = async () => {
    const live = await followKeys(office, true);
    lives.push(live);
    return live.ring;
  };
  const pace = { settledMs: 0, restMs: 1, signal: new AbortController().signal, pageSize: 40 };
  const tasks = () =>
    db`select subject, closed_by as by from attention where code = 'data-key-nearly-used' order by id`;
  const underKeys = () => db`select data_key_id as key, count(*)::int as n from person group by 1 order by 1`;

  const keys = await process();
  await enterTubes(owner, { keys }, await enterLaboratory(owner), 15);
  expect(await resealAfterSuccessor(office, pace)).toEqual([]);
  await owner`
    update data_key_use set reserved = ${DATA_KEY_VALUES * 0.75 - DATA_KEY_BLOCK} where realm = 'drill' and key_id = 1`;
  await process();
  await expect.poll(() => keys.drill.dataKeyId, { timeout: 10_000 }).toBe(2);
  expect(await tasks()).toEqual([{ subject: 'data-key:drill/1', by: null }]);
  expect(await underKeys()).toEqual([{ key: 1, n: 150 }]);
  // a process may not know the successor yet
  expect(await resealAfterSuccessor(office, { ...pace, settledMs: 600_000 })).toEqual([]);

  // stopped in its first rest: one page is done
  const stop = new AbortController();
  const cut = resealAfterSuccessor(office, { ...pace, restMs: 60_000, signal: stop.signal });
  await expect.poll(underKeys, { timeout: 10_000 }).toHaveLength(2);
  // nobody else works on it meanwhile
  expect(await resealAfterSuccessor(office, pace)).toEqual([]);
  stop.abort();
  await expect(cut).rejects.toMatchObject({ name: 'AbortError' });
  expect(await tasks()).toMatchObject([{ by: null }]);

  expect(await resealAfterSuccessor(office, pace)).toEqual(['drill']);
  expect(await underKeys()).toEqual([{ key: 2, n: 150 }]);
  expect(await tasks()).toEqual([{ subject: 'data-key:drill/1', by: 'system:keys' }]);
  const [one] = await db<{ id: number; sealed: Uint8Array }[]>`
    select id, particulars as sealed from person order by id limit 1`;
  expect(open(keys, 'drill', 2, one!.sealed, `person:${one!.id}:particulars`)).toContain('Name');
  const audited = await db`
    select distinct actor, origin from audit where action = 'values-resealed'`;
  expect(audited).toEqual([{ actor: 'system:keys', origin: 'process' }]);
  expect(await resealAfterSuccessor(office, pace)).toEqual([]);
}, 60_000);
