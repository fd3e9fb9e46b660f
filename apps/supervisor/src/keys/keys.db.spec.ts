import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATA_KEY_BLOCK, DATA_KEY_VALUES } from '#lis/domain';
import { followKeys, keyRing, type LiveKeys, loadSecrets, open, seal, secretsFile } from '#lis/platform';
import { enterLaboratory, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resealRealm } from './reseal.js';
import { runKeys } from './run-keys.js';
import { SEALED_COLUMNS } from './sealed-columns.js';

type Sealed = { id: number; key: number; bytes: Uint8Array };
const bound = (id: number) => `person:${id}:particulars`;

describe('keys', () => {
  const database = useDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-keys-'));
  const lives: LiveKeys[] = [];
  let laboratory: Laboratory;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    const { db, owner } = database();
    laboratory = await enterLaboratory(owner);
    const { host, port, database: name } = db.options;
    environment = {
      DATA_DIR: folder,
      DATABASE_APP_URL: `postgres://sweepwell_app:test@${host[0] ?? ''}:${port[0] ?? 0}/${name}`,
    };
  });
  afterAll(() => {
    for (const { stop } of lives) stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const office = () => {
    const { db, context } = database();
    return { db, clock: context.clock, configuration: { ...context.configuration, dataFolder: folder } };
  };
  /** the keys of a running process */
  const process = async () => {
    const live = await followKeys(office(), true);
    lives.push(live);
    return live.ring;
  };
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const told = { print: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };
    return { status: await runKeys(args, environment, told), lines };
  };
  const persons = () => database().db<Sealed[]>`
    select id, data_key_id as key, particulars as bytes from person order by id`;
  const keysOnDisk = () => Object.keys(loadSecrets(office().configuration).keys.drill.data);

  it('are rotated while values are written: all of them open under the new key, and the old one can go', async () => {
    const { owner } = database();
    const keys = await process();
    await enterTubes(owner, { keys }, laboratory, 150);
    let writing = true;
    const writer = (async () => {
      while (writing) await enterTubes(owner, { keys }, laboratory, 3);
    })();
    const rotated = await run('rotate', '--realm', 'drill');
    writing = false;
    await writer;
    expect(rotated).toMatchObject({ status: 0 });
    expect(keys.drill.dataKeyId).toBe(2);
    const after = await persons();
    expect(new Set(after.map(({ key }) => key))).toEqual(new Set([2]));
    const { data, hash } = loadSecrets(office().configuration).keys.drill;
    const only = keyRing({
      ...loadSecrets(office().configuration),
      keys: { real: { hash, data }, drill: { hash, data: { '2': data['2'] ?? '' } } },
    });
    for (const { id, key, bytes } of after) {
      expect(JSON.parse(open(only, 'drill', key, bytes, bound(id)))).toMatchObject({ name: `Name ${id}` });
    }

    expect((await run('drop', '--realm', 'drill')).lines).toEqual([
      'drill: data key 1 stays: its successor is younger than a minute',
    ]);
    await owner`update data_key_use set first_used_at = first_used_at - interval '1 hour'`;
    // one value that came in late keeps its key
    const [late] = after;
    await owner`update person set data_key_id = 1 where id = ${late!.id}`;
    expect((await run('drop', '--realm', 'drill')).lines).toEqual([
      'drill: data key 1 stays: values lie under it',
    ]);
    await owner`update person set data_key_id = 2 where id = ${late!.id}`;
    expect((await run('drop', '--realm', 'drill')).lines).toEqual(['drill: data key 1 dropped']);
    expect(keysOnDisk()).toEqual(['2']);
    expect(Object.keys(loadSecrets(office().configuration).keys.real.data)).toEqual(['1']);
    expect(statSync(secretsFile(office().configuration)).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'secrets'))).toEqual(['secrets.json']);
  }, 60_000);

  it('open what another process sealed with a key that came a moment ago', async () => {
    const [writer, reader] = [await process(), await process()];
    const before = reader.drill.dataKeyId;
    const added = run('rotate', '--realm', 'drill');
    await expect.poll(() => writer.refresh?.().drill.dataKeyId, { timeout: 5000 }).toBe(before + 1);
    const sealed = seal(writer, 'drill', 'text', 'here');
    const { refresh: _, ...old } = keyRing(loadSecrets(office().configuration));
    expect(open({ ...old, ...reader }, 'drill', before + 1, sealed, 'here')).toBe('text');
    expect((await added).status).toBe(0);
  }, 30_000);

  it('go on where a rotation was stopped, and leave what changed meanwhile', async () => {
    const { owner, db } = database();
    const keys = await process();
    const [first, second] = await persons();
    const older = { ...keys, drill: { ...keys.drill, dataKeyId: 2 } };
    for (const person of [first!, second!]) {
      await owner`update person set data_key_id = 2, particulars = ${seal(older, 'drill', 'old', bound(person.id))}
        where id = ${person.id}`;
    }
    // the first changes between being read and being written
    const changed = seal(keys, 'drill', 'changed', bound(first!.id));
    const slow = Object.assign(Object.create(db) as typeof db, {
      begin: async (work: (tx: unknown) => Promise<unknown>) => {
        await owner`update person set particulars = ${changed}, data_key_id = ${keys.drill.dataKeyId}
          where id = ${first!.id}`;
        return db.begin(work as never);
      },
      unsafe: db.unsafe.bind(db),
    });
    const { values, unopenable } = await resealRealm({ ...office(), db: slow, keys }, 'drill', {
      pageSize: 7,
    });
    expect({ values, unopenable }).toEqual({ values: 1, unopenable: 0 });
    const [one, two] = await persons();
    const text = ({ id, key, bytes }: Sealed) => open(keys, 'drill', key, bytes, bound(id));
    expect([text(one!), text(two!)]).toEqual(['changed', 'old']);
    expect(two!.key).toBe(keys.drill.dataKeyId);
  });

  it('name every column that holds sealed values', async () => {
    const rows = await database().db<{ table: string }[]>`
      select table_name as "table" from information_schema.columns
      where column_name = 'data_key_id' and table_schema = 'public' order by 1`;
    expect(rows.map(({ table }) => table)).toEqual(SEALED_COLUMNS.map(({ table }) => table).toSorted());
  });

  it('are counted: at three quarters a person is told and a new key added, at the end nothing is sealed', async () => {
    const { db, owner } = database();
    const first = await process();
    const id = first.drill.dataKeyId;
    const use = (reserved: number) => owner`
      update data_key_use set reserved = ${reserved} where realm = 'drill' and key_id = ${id}`;
    await use(DATA_KEY_VALUES * 0.75 - DATA_KEY_BLOCK);
    await process();
    expect(keysOnDisk()).toContain(String(id + 1));
    const told = await db`select subject from attention where code = 'data-key-nearly-used'`;
    expect(told).toEqual([{ subject: `data-key:drill/${id}` }]);
    await expect.poll(() => first.drill.dataKeyId, { timeout: 5000 }).toBe(id + 1);

    await owner`update data_key_use set reserved = ${DATA_KEY_VALUES} where realm = 'real'`;
    const used = await process();
    expect(() => seal(used, 'real', 'text', 'here')).toThrow('data-key-used-up');
    await expect.poll(() => used.real.dataKeyId, { timeout: 5000 }).toBe(2);
    expect(open(used, 'real', 2, seal(used, 'real', 'text', 'here'), 'here')).toBe('text');
  }, 20_000);

  it('take a block for a block, and never more than was reserved', async () => {
    const { owner } = database();
    const keys = await process();
    const [id, key] = [keys.drill.dataKeyId, 'drill'] as const;
    await owner`update data_key_use set reserved = ${DATA_KEY_VALUES} where realm = 'drill' and key_id = ${id}`;
    let sealed = 0;
    expect(() => {
      for (; sealed <= DATA_KEY_BLOCK; sealed++) keys[key].spend();
    }).toThrow('data-key-used-up');
    expect(sealed).toBe(DATA_KEY_BLOCK);
  });

  it('lie nowhere in the database folder, and so in no copy of it', async () => {
    const { owner } = database();
    await owner`checkpoint`;
    const [row] = await owner<
      { folder: string }[]
    >`select setting as folder from pg_settings where name = 'data_directory'`;
    const { keys } = loadSecrets(office().configuration);
    const texts = Object.values(keys).flatMap(({ hash, data }) =>
      [hash, data].flatMap((of) => Object.values(of)),
    );
    const marks = texts.flatMap((hex) => [Buffer.from(hex), Buffer.from(hex, 'hex')]);
    const files = readdirSync(row!.folder, { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    expect(files.length).toBeGreaterThan(500);
    const holding: string[] = [];
    let read = 0;
    for (const file of files) {
      const path = join(file.parentPath, file.name);
      try {
        const bytes = readFileSync(path);
        read += bytes.length;
        if (marks.some((mark) => bytes.includes(mark))) holding.push(path);
      } catch (error) {
        // a file of the running server that went away meanwhile
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
    expect(holding).toEqual([]);
    expect(read).toBeGreaterThan(10_000_000);
  }, 60_000);

  it('refuses commands that are none', async () => {
    expect((await run()).status).toBe(2);
    expect((await run('rotate', '--realm', 'other')).status).toBe(2);
    expect((await run('rotate', 'drop')).status).toBe(2);
  });
});
