import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useDatabase } from '#lis/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { runReconcile } from './run-reconcile.js';
import { enterSweep } from './testing/enter-sweep.js';
import type { Tubes } from './testing/fates.js';

describe('reconcile on the command line', () => {
  const database = useDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-reconcile-'));
  let tubes: Tubes;
  let url = '';
  beforeAll(async () => {
    const { owner, context } = database();
    ({ tubes } = await enterSweep(owner, context, 1));
    await enterSweep(owner, context, 2);
    const [here] = await owner<{ name: string }[]>`select current_database() as name`;
    url = inject('server')
      .replace(/postgres$/, here?.name ?? '')
      .replace('postgres:test@', 'sweepwell_app:test@');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function run(args: string[], databaseUrl = url) {
    const told: string[] = [];
    const tell = (line: string) => void told.push(line);
    const environment = { DATA_DIR: folder, DATABASE_APP_URL: databaseUrl };
    const status = await runReconcile(args, environment, { print: tell, warn: tell });
    return { status, told: told.join('\n') };
  }

  it('prints every equation of every sweep with its sides, and ends well when all hold', async () => {
    const { status, told } = await run([]);
    expect(told).toMatch(/Sweep -1 \(drill-1\): everything is accounted for/);
    expect(told).toMatch(/Sweep -2 \(drill-2\): everything is accounted for/);
    expect(told).toMatch(/ {2}holds {3}registered-are-members +57 = 51 members \+ 3 void \+ 3 conflict/);
    expect(status).toBe(0);
  });

  it('ends with 1 and names the equation and the tube when one does not hold', async () => {
    const { tubeId, code } = tubes['negative-1'];
    await database().owner`delete from member where tube_id = ${tubeId} and ordinal = 2`;
    const { status, told } = await run([]);
    expect(status).toBe(1);
    expect(told).toMatch(/BROKEN {2}registered-are-members +57 ≠ 50 members/);
    expect(told).toContain('registered = members: 57 by ');
    expect(told).toContain(`tube:${code} sealed with 3 people, has 2 members`);
    expect(await run(['--sweep', '-1'])).toMatchObject({ status: 1 });
    expect(await run(['--sweep=-2'])).toMatchObject({ status: 0 });
  });

  it('ends with 2 for arguments that cannot be used', async () => {
    for (const args of [
      ['--sweep'],
      ['--sweep', 'x'],
      ['--sweep', '0'],
      ['--all'],
      ['1'],
      ['--sweep', '1.5'],
    ]) {
      expect(await run(args)).toMatchObject({
        status: 2,
        told: expect.stringContaining('Usage'),
      });
    }
    expect(await run(['--sweep', '77'])).toEqual({ status: 2, told: 'There is no sweep 77.' });
    expect(await run([], 'not-a-url')).toMatchObject({
      status: 2,
      told: expect.stringContaining('DATABASE_APP_URL'),
    });
  });

  it('ends as a process with that status, and without a stack', () => {
    const start = (databaseUrl: string, ...args: string[]) =>
      spawnSync(
        process.execPath,
        ['--conditions=source', '--import', 'tsx', join(import.meta.dirname, '../reconcile.cli.ts'), ...args],
        {
          encoding: 'utf8',
          env: { PATH: process.env['PATH'], DATA_DIR: folder, DATABASE_APP_URL: databaseUrl },
        },
      );
    const broken = start(url, '--sweep', '-1');
    expect(broken).toMatchObject({ status: 1, stderr: '' });
    expect(broken.stdout).toContain(`tube:${tubes['negative-1'].code} sealed with`);
    const away = start('postgres://sweepwell_app@127.0.0.1:9/nothing');
    expect(away.status).toBe(1);
    expect(away.stderr).not.toMatch(/\n\s+at /);
  });

  it('says in words that the database is away', async () => {
    const { status, told } = await run([], 'postgres://sweepwell_app@127.0.0.1:9/nothing');
    expect(status).toBe(1);
    expect(told).toMatch(/^The database cannot be reached \(ECONNREFUSED\): .*\?$/);
  });
});
