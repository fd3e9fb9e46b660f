import { useDatabase } from '#lis/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { binaryArray } from './binary-arrays.js';
import { type BinaryPool, connectBinary } from './binary-connection.js';
import { isUnavailable } from './connection.js';

describe('the pool that sends parameters in binary', () => {
  const database = useDatabase();
  let pool: BinaryPool;
  beforeAll(() => {
    pool = connectBinary(database().db, { name: 'test-binary', max: 1 });
  });
  afterAll(() => pool.end());

  it.each([
    ['int4', 'int[]', [0, 1, -1, 2147483647, -2147483648, null], '{0,1,-1,2147483647,-2147483648,NULL}'],
    ['int8', 'bigint[]', [0, -5, 9007199254740991, -(2n ** 63n), null], '{0,-5,9007199254740991,-9223372036854775808,NULL}'],
    ['text', 'text[]', ['', 'a"b\\c', '张三 é', null], '{"","a\\"b\\\\c","张三 é",NULL}'],
    ['bytea', 'bytea[]', [Buffer.from([0, 255]), new Uint8Array(0), null], '{"\\\\x00ff","\\\\x",NULL}'],
    ['uuid', 'uuid[]', ['00112233445566778899aabbccddeeff', null], '{00112233-4455-6677-8899-aabbccddeeff,NULL}'],
    ['timestamptz', 'timestamptz[]', [946684800000, 0, 1893456000123, null], '{"2000-01-01 00:00:00+00","1970-01-01 00:00:00+00","2030-01-01 00:00:00.123+00",NULL}'],
    ['text', 'text[]', [], '{}'],
  ] as const)('sends arrays of %s that the server reads as they were', async (type, sql, values, text) => {
    const statement = { name: `echo-${sql}`, text: `select $1::${sql}::text as text` };
    const rows = await pool.run<{ text: string }>(statement, [binaryArray(type, values as never)]);
    expect(rows[0]?.text).toBe(text);
  }); // prettier-ignore

  it('has the role of the pool beside it, and its plans by key', async () => {
    const [row] = await pool.run({ name: 'who', text: `
      select current_user::text as "user", current_setting('enable_seqscan') as scan` }, []); // prettier-ignore
    expect(row).toEqual({ user: 'sweepwell_app', scan: 'off' });
  });

  it('says that a server was lost in a way that is known, and goes on with another connection', async () => {
    const own = { name: 'pid', text: 'select pg_backend_pid() as pid' };
    const [before] = await pool.run<{ pid: number }>(own, []);
    const cut = pool.run({ name: 'sleep', text: 'select pg_sleep(10)' }, []).catch((error: unknown) => error);
    await expect
      .poll(async () => {
        const { owner } = database();
        const [row] = await owner`select pg_terminate_backend(${before?.pid ?? 0}) as ended
          from pg_stat_activity where pid = ${before?.pid ?? 0} and query like '%pg_sleep%'`;
        return row?.['ended'];
      })
      .toBe(true);
    expect(isUnavailable(await cut)).toBe(true);
    const [after] = await pool.run<{ pid: number }>(own, []);
    expect(after?.pid).not.toBe(before?.pid);
  });
});
