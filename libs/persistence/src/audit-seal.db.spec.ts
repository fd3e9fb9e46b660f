import { useDatabase } from '#lis/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { readChainEnds, sealAudit } from './audit-seal.queries.js';
import { type AuditRow, writeAudit } from './audit.queries.js';
import { failureCode } from './connection.js';

const at = 1_893_456_000_000;
const row = (subject: string, sweepId: number | null = -1): AuditRow => ({
  at,
  sweepId,
  actor: 'staff:-2',
  origin: '::1',
  action: 'tried',
  subject,
});
const insufficientPrivilege = '42501';
const code = (work: Promise<unknown>) => work.then(() => 'done', failureCode);

describe('sealing of the audit', () => {
  const database = useDatabase();
  beforeEach(async () => {
    await database().owner`truncate audit, audit_block`;
  });

  /** subjects in the order of the chain */
  const sealed = async (chain = -1) => {
    const rows = await database().owner<{ subject: string }[]>`
      select a.subject from audit_block b, unnest(b.ids) with ordinality as i (id, n) join audit a on a.id = i.id
      where b.chain = ${chain} order by b.number, i.n`;
    return rows.map(({ subject }) => subject);
  };

  it('waits for a transaction that is open, and passes over nothing that it commits late', async () => {
    const { db, owner } = database();
    await writeAudit(db, [row('first')]);
    expect(await sealAudit(db, 100, at)).toBe(1);
    const late = await owner.reserve();
    await late`begin`;
    await writeAudit(late, [row('late')]);
    await writeAudit(db, [row('neighbour'), row('neighbour too')]);
    // nothing that came after the open one may be chained before it is known what it did
    expect(await sealAudit(db, 100, at)).toBe(0);
    await writeAudit(late, [row('late, greater id')]);
    await late`commit`;
    late.release();
    expect(await sealAudit(db, 100, at)).toBe(4);
    expect(await sealed()).toEqual(['first', 'late', 'late, greater id', 'neighbour', 'neighbour too']);
    expect(await sealAudit(db, 100, at)).toBe(0);
  });

  it('chains what fits into a batch, sweep by sweep, and goes on where it stopped', async () => {
    const { db } = database();
    await writeAudit(
      db,
      Array.from({ length: 10 }, (_, n) => row(String(n), [null, -1, -2][n % 3])),
    );
    for (const count of [4, 4, 2, 0]) expect(await sealAudit(db, 4, at)).toBe(count);
    expect(await sealed(0)).toEqual(['0', '3', '6', '9']);
    expect(await sealed(-1)).toEqual(['1', '4', '7']);
    expect(await readChainEnds(db)).toMatchObject([
      { chain: -2, number: 3, count: 3 },
      { chain: -1, number: 2, count: 3 },
      { chain: 0, number: 3, count: 4 },
    ]);
    const links = await db`
      select count(*)::int as n from audit_block b join audit_block p
        on p.chain = b.chain and p.number = b.number - 1 and p.hash = b.previous`;
    expect(links).toEqual([{ n: 5 }]);
  });

  it('never forks a chain, however many seal while others write', async () => {
    const { db } = database();
    let writing = true;
    const writer = async (name: number) => {
      for (let n = 0; n < 60; n++) await writeAudit(db, [row(`${name}-${n}`), row(`${name}-${n}`, null)]);
    };
    const sealer = async () => {
      while (writing) await sealAudit(db, 7, at);
    };
    const sealers = [sealer(), sealer(), sealer()];
    await Promise.all([writer(1), writer(2), writer(3)]);
    writing = false;
    await Promise.all(sealers);
    while ((await sealAudit(db, 50, at)) > 0);
    const ends = await readChainEnds(db);
    expect(ends.map(({ chain, count }) => [chain, count])).toEqual([
      [-1, 180],
      [0, 180],
    ]);
    const seen = await sealed();
    expect(new Set(seen).size).toBe(180);
    // each writer's rows in the order in which they were committed
    for (const name of ['1-', '2-', '3-'])
      expect(seen.filter((subject) => subject.startsWith(name))).toEqual(
        Array.from({ length: 60 }, (_, n) => `${name}${n}`),
      );
    const forks = await db`select previous from audit_block group by chain, previous having count(*) > 1`;
    expect(forks).toHaveLength(0);
  });

  it('is stopped by no value that a row can hold', async () => {
    const { db, owner } = database();
    await owner`
      insert into audit (at, sweep_id, actor, origin, action, subject, detail)
      values ('infinity', 2147483647, '"', e'\\\\ \n', '', '检', '{"n": 1e400, "t": null}')`;
    expect(await sealAudit(db, 100, at)).toBe(1);
  });

  it('is a record that the application role cannot rewrite, nor put rows into', async () => {
    const { db } = database();
    await writeAudit(db, [row('one')]);
    await sealAudit(db, 100, at);
    expect(await code(db`update audit_block set total = 2`)).toBe(insufficientPrivilege);
    expect(await code(db`delete from audit_block`)).toBe(insufficientPrivilege);
    expect(await code(db`truncate audit_block`)).toBe(insufficientPrivilege);
    const place = db`
      insert into audit (xact, at, actor, origin, action, subject) values ('3', now(), '', '', '', '')`;
    expect(await code(place)).toBe(insufficientPrivilege);
    const id = db`
      insert into audit (id, at, actor, origin, action, subject) overriding system value
      values (1, now(), '', '', '', '')`;
    expect(await code(id)).toBe(insufficientPrivilege);
  });
});
