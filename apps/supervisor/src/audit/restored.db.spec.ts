import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditRow, sealAudit, writeAudit } from '#lis/persistence';
import { useDatabase } from '#lis/testing';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from './verify-audit.js';

const at = 1_893_456_000_000;
const row = (subject: string, sweepId: number | null = -1): AuditRow => ({
  at,
  sweepId,
  actor: 'staff:-2',
  origin: '::1',
  action: 'tried',
  subject,
});
/** Numbers of transactions that this server has not come to. */
const far = 5_000_000_000;

describe('the audit, restored from a dump', () => {
  const database = useDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-restored-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    const { owner } = database();
    await owner`truncate audit, audit_block, attention`;
    await numbers(0);
  });

  /** Rows that are written from now on have the transactions of a server that counts from `shift`. */
  const numbers = async (shift: number) => {
    const { owner } = database();
    await owner.unsafe(
      `alter table audit alter column xact set default ((pg_current_xact_id()::text::numeric + ${shift})::text::xid8)`,
    );
    await owner`
      update audit_server set shift = ${shift}, system_identifier = (select system_identifier from pg_control_system())`;
  };
  /** A dump has rows, blocks, the default and the name of the old server; the server that they come to is another. */
  const restore = async () => {
    const { owner } = database();
    await owner.unsafe(`alter table audit alter column xact set default pg_current_xact_id()`);
    await owner`update audit_server set shift = 0, system_identifier = 1`;
  };
  const sealedSubjects = async (chain: number) => {
    const rows = await database().owner<{ subject: string }[]>`
      select a.subject from audit_block b, unnest(b.ids) with ordinality as i (id, n) join audit a on a.id = i.id
      where b.chain = ${chain} order by b.number, i.n`;
    return rows.map(({ subject }) => subject);
  };
  const sealAll = async () => {
    let rows = 0;
    for (let pass = 0; pass < 20; pass++) rows += await sealAudit(database().db, 3, at);
    return rows;
  };
  const broken = async () => {
    const proof = await verifyAudit(database().db, join(folder, 'audit.jsonl'), null);
    return { broken: proof.chains.filter((chain) => chain.broken !== null), unsealed: proof.unsealed };
  };

  it('goes on behind what is sealed when the new server counts from below: nothing is lost or sealed twice', async () => {
    const { db, owner } = database();
    await numbers(far);
    for (const subject of ['a', 'b', 'c']) await writeAudit(db, [row(subject), row(`${subject}0`, null)]);
    await sealAll();
    const sealed = (await owner`select * from audit_block order by chain, number`).map((block) => ({
      ...block,
    }));
    await writeAudit(db, [row('tail')]);
    await restore();
    // written before any sealer has looked, one of them by a transaction that is still open then
    await writeAudit(db, [row('new'), row('new0', null)]);
    const late = await owner.reserve();
    await late`begin`;
    await writeAudit(late, [row('late')]);
    const sealing = sealAll();
    await expect
      .poll(() => owner`select from pg_stat_activity where wait_event_type = 'Lock'`)
      .toHaveLength(1);
    await late`commit`;
    late.release();
    await sealing;
    await writeAudit(db, [row('after')]);
    await sealAll();
    expect(await sealedSubjects(-1)).toEqual(['a', 'b', 'c', 'tail', 'new', 'late', 'after']);
    expect(await sealedSubjects(0)).toEqual(['a0', 'b0', 'c0', 'new0', 'audit']);
    const blocks = await owner`select * from audit_block order by chain, number`;
    expect(blocks).toEqual(expect.arrayContaining(sealed));
    expect(await broken()).toEqual({ broken: [], unsealed: 0 });
    const told = await db`
      select (select detail ->> 'rowsMoved' from audit where action = 'audit-server-changed') as moved,
        (select count(*)::int from attention where code = 'audit-restored') as asked`;
    expect(told).toEqual([{ moved: '3', asked: 1 }]);
  }, 30_000);

  it('goes on when the new server counts from above, and a second restore is followed too', async () => {
    const { db } = database();
    await writeAudit(db, [row('a'), row('b')]);
    await sealAll();
    await restore();
    await writeAudit(db, [row('c')]);
    await sealAll();
    expect(await sealedSubjects(-1)).toEqual(['a', 'b', 'c']);
    await numbers(far);
    await writeAudit(db, [row('d')]);
    await sealAll();
    await restore();
    await writeAudit(db, [row('e')]);
    await sealAll();
    expect(await sealedSubjects(-1)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await broken()).toEqual({ broken: [], unsealed: 0 });
  }, 30_000);

  it('lets the application change nothing of this by itself', async () => {
    const { db } = database();
    for (const statement of [
      'update audit_server set shift = 0',
      'delete from audit_server',
      'alter table audit alter column xact drop default',
    ]) {
      await expect(db.unsafe(statement)).rejects.toMatchObject({ code: '42501' });
    }
    expect(await db`select follow_audit_server() as moved`).toEqual([{ moved: null }]);
  });
});
