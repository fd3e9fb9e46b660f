import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkpointLine } from '#lis/domain';
import { type AuditRow, readChainEnds, sealAudit, writeAudit } from '#lis/persistence';
import { checkpointsFile } from '#lis/platform';
import { useDatabase } from '#lis/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { runAudit } from './run-audit.js';

const at = 1_893_456_000_000;
const row = (n: number, sweepId: number | null): AuditRow => ({
  at,
  sweepId,
  actor: 'staff:-2',
  origin: '::1',
  action: 'tried',
  subject: `x:${n}`,
  detail: { n },
});

describe('audit verify', () => {
  const database = useDatabase();
  const dataFolder = mkdtempSync(join(tmpdir(), 'sweepwell-audit-'));
  const file = checkpointsFile({ dataFolder });
  let url = '';
  /** ids of the rows of sweep -1 in the order of the chain; blocks of 4, 4 and 4 */
  let ids: number[] = [];
  beforeAll(async () => {
    const [here] = await database().owner<{ name: string }[]>`select current_database() as name`;
    url = inject('server')
      .replace(/postgres$/, here?.name ?? '')
      .replace('postgres:test@', 'sweepwell_app:test@');
    mkdirSync(dirname(file), { recursive: true });
  });
  afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));
  beforeEach(async () => {
    const { db, owner } = database();
    await owner`truncate audit, audit_block`;
    for (let n = 0; n < 12; n++) await writeAudit(db, [row(n, -1), row(n, null)]);
    while ((await sealAudit(db, 8, at)) > 0);
    ids = (await owner<{ id: number }[]>`select id from audit where sweep_id = -1 order by xact, id`).map(
      ({ id }) => id,
    );
    await checkpoint();
  });

  async function checkpoint() {
    const ends = await readChainEnds(database().db);
    writeFileSync(file, ends.map((end) => `${checkpointLine({ ...end, at })}\n`).join(''));
  }
  async function verify(...args: string[]) {
    const told: string[] = [];
    const tell = (line: string) => void told.push(line);
    const environment = { DATA_DIR: dataFolder, DATABASE_APP_URL: url };
    const status = await runAudit(['verify', ...args], environment, { print: tell, warn: tell });
    return { status, told: told.join('\n') };
  }
  const broken = async (what: string) => {
    const { status, told } = await verify();
    expect(told).toContain('Audit: 1 of 2 chains do not hold');
    expect(told).toMatch(/holds {3}without sweep {2}1\d rows/);
    expect(told).toContain(what);
    expect(status).toBe(1);
  };

  it('proves every chain, prints its end, and says what waits', async () => {
    const { db } = database();
    await writeAudit(db, [row(13, -1)]);
    const [sweep] = await readChainEnds(db);
    const { status, told } = await verify();
    expect(told).toContain('every chain holds');
    expect(told).toContain(`holds   sweep -1  12 rows, 3 blocks, ${sweep?.hash}`);
    expect(told).toContain('1 rows wait to be sealed');
    expect(told).toContain('2 checkpoints compared');
    expect(status).toBe(0);
    await sealAudit(db, 10, at);
    expect(await verify('--sweep', '-1')).toMatchObject({ status: 0 });
  });

  it.each(["at = at + interval '1 us'", 'detail = \'{"n": 7.0}\'', 'sweep_id = -2', "xact = '9'"])(
    'names a row whose %s',
    async (change) => {
      const { owner } = database();
      await owner.unsafe(`update audit set ${change} where id = ${ids[5]}`);
      const { status, told } = await verify('--sweep=-1');
      expect(told).toMatch(new RegExp(`then: entry ${ids[5]} (of block 2 )?was (changed|moved)`));
      expect(status).toBe(1);
    },
  );

  it('names the first of two rows that were deleted', async () => {
    await database().owner`delete from audit where id in ${database().owner([ids[6] ?? 0, ids[9] ?? 0])}`;
    await broken(`4 rows, 1 blocks, then: entry ${ids[6]} of block 2 was deleted`);
  });

  it.each([
    ['the same block', 4, 6],
    ['two blocks', 2, 9],
  ])('names two rows of %s that were swapped', async (_, one, two) => {
    const { owner } = database();
    await owner`
      update audit a set subject = b.subject, detail = b.detail from audit b
      where (a.id, b.id) in ((${ids[one] ?? 0}, ${ids[two] ?? 0}), (${ids[two] ?? 0}, ${ids[one] ?? 0}))`;
    await broken(`then: entries ${ids[one]} and ${ids[two]} were swapped`);
  });

  it('names two rows whose ids were swapped', async () => {
    const { owner } = database();
    await owner.unsafe(`alter table audit alter column id drop identity;
      update audit set id = -1 where id = ${ids[2]}; update audit set id = ${ids[2]} where id = ${ids[9]};
      update audit set id = ${ids[9]} where id = -1`);
    await broken(`then: entries ${ids[2]} and ${ids[9]} were swapped`);
    await owner.unsafe(`alter table audit alter column id add generated always as identity (start 100000)`);
  });

  it('names a row that was inserted later into what is sealed, wherever', async () => {
    const { owner } = database();
    const insert = (place: number) => owner<{ id: number }[]>`
      insert into audit (xact, at, sweep_id, actor, origin, action, subject)
      select xact, at, sweep_id, actor, origin, action, 'x:forged' from audit where id = ${place} returning id`;
    const [inside] = await insert(ids[1] ?? 0);
    await broken(`then: entry ${inside?.id} was inserted later`);
    await owner`delete from audit where id = ${inside?.id ?? 0}`;
    await writeAudit(database().db, [row(12, null)]);
    await sealAudit(database().db, 10, at);
    // behind the last row of the sweep, before the last of all
    const [behind] = await insert(ids[11] ?? 0);
    await broken(`12 rows, 3 blocks, then: entry ${behind?.id} was inserted later`);
    await owner`delete from audit where id = ${behind?.id ?? 0}`;
    await owner`
      insert into audit (xact, at, sweep_id, actor, origin, action, subject)
      select xact, at, -77, actor, origin, action, 'x:forged' from audit where id = ${ids[3] ?? 0}`;
    expect((await verify()).told).toMatch(/BROKEN {2}sweep -77 .* inserted later/);
  });

  it('names a block that was changed or removed, also when its hash was made anew', async () => {
    const { owner } = database();
    await owner`update audit_block set sealed_at = ${at + 1} where chain = -1 and number = 2`;
    await broken('block 2 was changed');
    await owner`update audit_block set sealed_at = ${at}, hash = decode(${'ab'.repeat(32)}, 'hex')
      where chain = -1 and number = 2`;
    await broken('block 2 was changed');
    await owner`delete from audit_block where chain = -1 and number = 2`;
    await broken('block 2 was removed');
  });

  it('sees a tail that was cut off, and a chain that grew again since, by the checkpoints', async () => {
    const { db, owner } = database();
    await owner`delete from audit_block where chain = -1 and number = 3`;
    await owner`delete from audit where id in ${owner(ids.slice(8))}`;
    await broken('the tail was cut off: the checkpoint knows block 3 (12 rows), the last is block 2');
    expect((await verify('--sweep=-1')).status).toBe(1);
    await writeAudit(db, [row(20, -1)]);
    await sealAudit(db, 10, at);
    await broken('block 3 is not the one of the checkpoint');
    await owner`delete from audit_block where chain = -1`;
    await owner`delete from audit where sweep_id = -1`;
    await broken('the last is block 0');
  });

  it('holds when a person is erased, of whom the audit has the id', async () => {
    const { db, owner } = database();
    await owner`insert into person values (-5, '\\x01', 1, '\\x02', '\\x03', 1, ${at})`;
    await writeAudit(db, [{ ...row(14, -1), action: 'tube-registered', detail: { persons: [-5] } }]);
    await sealAudit(db, 10, at);
    await checkpoint();
    expect(await owner`delete from person where id = -5 returning id`).toHaveLength(1);
    expect(await verify()).toMatchObject({ status: 0 });
  });

  it('does not call an audit proved without checkpoints unless told to', async () => {
    rmSync(file);
    expect(await verify()).toMatchObject({ status: 1, told: expect.stringContaining('There is no ') });
    expect(await verify('--without-checkpoints')).toMatchObject({ status: 0 });
  });

  it('ends with 2 for arguments that cannot be used', async () => {
    for (const args of [['--sweep', 'x'], ['now'], ['--sweep=0'], ['--all']])
      expect(await verify(...args)).toMatchObject({ status: 2, told: expect.stringContaining('Usage') });
  });

  it('ends as a process with that status, and without a stack', () => {
    const cli = join(import.meta.dirname, '../audit.cli.ts');
    const start = (databaseUrl: string) =>
      spawnSync(process.execPath, ['--conditions=source', '--import', 'tsx', cli, 'verify'], {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], DATA_DIR: dataFolder, DATABASE_APP_URL: databaseUrl },
      });
    const held = start(url);
    expect(held).toMatchObject({ status: 0, stderr: '' });
    expect(held.stdout).toContain('every chain holds');
    const away = start('postgres://sweepwell_app@127.0.0.1:9/nothing');
    expect(away.status).toBe(1);
    expect(away.stderr).toMatch(/^The database cannot be reached/);
  }, 30_000);
});
