import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readCheckpoint } from '#lis/domain';
import { type AuditRow, readChainEnds, sealAudit, writeAudit } from '#lis/persistence';
import { checkpointsFile } from '#lis/platform';
import { useDatabase } from '#lis/testing';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { checkpointFile } from './checkpoint-file.js';
import { Sealer } from './sealer.js';
import { tailWatch } from './watch-tail.js';

const at = 1_893_456_000_000;
const row = (sweepId: number | null): AuditRow => ({
  at,
  sweepId,
  actor: 'staff:-2',
  origin: '::1',
  action: 'tried',
  subject: 'x:1',
});

describe('the sealer', () => {
  const database = useDatabase();
  const dataFolder = mkdtempSync(join(tmpdir(), 'sweepwell-sealing-'));
  const file = checkpointsFile({ dataFolder });
  afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));
  beforeEach(async () => {
    await database().owner`truncate audit, audit_block, attention`;
    rmSync(file, { force: true });
  });
  const lines = () => readFileSync(file, 'utf8').trimEnd().split('\n').map(readCheckpoint);

  it('notes the ends of chains that grew, for its owner alone, and survives half a line', async () => {
    const { db } = database();
    const checkpoints = checkpointFile(file);
    expect(await checkpoints.note(db, at)).toBe(0);
    await writeAudit(db, [row(-1), row(-1), row(null)]);
    await sealAudit(db, 10, at);
    expect(await checkpoints.note(db, at)).toBe(2);
    expect(await checkpoints.note(db, at)).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
    await writeAudit(db, [row(-1)]);
    await sealAudit(db, 10, at);
    truncateSync(file, statSync(file).size - 20);
    expect(await checkpoints.note(db, at + 1)).toBe(1);
    const [sweep] = await readChainEnds(db);
    expect(lines()).toEqual([expect.objectContaining({ count: 2 }), undefined, { ...sweep, at: at + 1 }]);
  });

  it('asks once for a person when a row waits for more than 30 s, and calls off when it is sealed', async () => {
    const { db, owner } = database();
    let machine = 0;
    const watch = tailWatch({ db, clock: { machine: () => machine, now: () => at + machine } });
    const look = async (seconds: number) => {
      machine = seconds * 1000;
      return watch.look();
    };
    const tasks = () =>
      owner`select detail ->> 'reason' as reason, closed_by as by from attention order by id`;
    await writeAudit(db, [row(-1)]);
    for (const seconds of [0, 10, 20, 29]) expect(await look(seconds)).toBeNull();
    expect(await look(30)).toBe('behind');
    expect(await look(32)).toBe('behind');
    expect(await tasks()).toEqual([{ reason: 'behind', by: null }]);
    await sealAudit(db, 10, at);
    expect(await look(34)).toBeNull();
    expect(await tasks()).toEqual([{ reason: 'behind', by: 'system:sealing' }]);
    // rows go on being written, and are younger
    await writeAudit(db, [row(-1)]);
    expect(await look(36)).toBeNull();
  });

  it('asks when a transaction stays open, and does not call off what it has not seen for 30 s', async () => {
    const { db, owner } = database();
    let machine = 0;
    const clock = { machine: () => machine, now: () => at + machine };
    const watch = tailWatch({ db, clock });
    const late = await owner.reserve();
    await late`begin`;
    await writeAudit(late, [row(-1)]);
    // whoever is alone holds up nobody
    await writeAudit(db, [row(-1)]);
    await watch.look();
    machine = 31_000;
    expect(await watch.look()).toBe('open-transaction');
    await tailWatch({ db, clock }).look();
    expect(await db`select closed_by as by from attention`).toEqual([{ by: null }]);
    await late`rollback`;
    late.release();
    await sealAudit(db, 10, at);
    machine = 62_000;
    expect(await watch.look()).toBeNull();
    expect(await db`select closed_by as by from attention`).toEqual([{ by: 'system:sealing' }]);
  });

  it('tells when the seals are of transactions that the server has not had', async () => {
    const { db, owner } = database();
    await writeAudit(db, [row(-1)]);
    await sealAudit(db, 10, at);
    await owner`update audit_block set last_xact = '9000000000'`;
    expect(await tailWatch(database().context).look()).toBe('restored');
  });

  it('puts a full file aside, and begins the next with every end', async () => {
    const { db } = database();
    const checkpoints = checkpointFile(file, 200);
    const chains = [-1, -2, null];
    for (let round = 0; round < 4; round++) {
      await writeAudit(db, round === 0 ? chains.map(row) : [row(-1)]);
      await sealAudit(db, 10, at);
      await checkpoints.note(db, at + round);
    }
    const parts = readdirSync(join(file, '..'));
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      const read = readFileSync(join(file, '..', part), 'utf8')
        .trimEnd()
        .split('\n')
        .map(readCheckpoint);
      expect(new Set(read.map((line) => line?.chain))).toEqual(new Set([-2, -1, 0]));
    }
    for (const part of parts) rmSync(join(file, '..', part));
  });

  it('seals within 5 s, and a second one that starts later goes on in the same chain', async () => {
    const { db, context } = database();
    const own = { ...context, configuration: { ...context.configuration, dataFolder } };
    const sealedWithin = async (count: number) => {
      const from = performance.now();
      while ((await readChainEnds(db))[0]?.count !== count && performance.now() - from < 9000)
        await sleep(50);
      return performance.now() - from;
    };
    const first = new Sealer(own);
    first.onApplicationBootstrap();
    await writeAudit(db, [row(-1)]);
    expect(await sealedWithin(1)).toBeLessThan(5000);
    await first.beforeApplicationShutdown();
    await writeAudit(db, [row(-1)]);
    const second = new Sealer(own);
    second.onApplicationBootstrap();
    expect(await sealedWithin(2)).toBeLessThan(5000);
    await second.beforeApplicationShutdown();
    expect(await readChainEnds(db)).toMatchObject([{ chain: -1, number: 2, count: 2 }]);
  }, 25_000);
});
