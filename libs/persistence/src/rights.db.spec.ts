import { useDatabase } from '#lis/testing';
import { describe, expect, it } from 'vitest';
import { writeAudit } from './audit.queries.js';
import { failureCode } from './connection.js';

const insufficientPrivilege = '42501';
const checkViolation = '23514';
const code = (work: Promise<unknown>) => work.then(() => 'done', failureCode);

describe('what the application role may do', () => {
  const database = useDatabase();

  it('adds to the audit and reads it, and never changes or removes a row of it (law 8)', async () => {
    const { db } = database();
    const row = { at: 1e12, sweepId: -5, actor: 'staff:-2', origin: '::1', action: 'tried', subject: 'x:1' };
    await writeAudit(db, [row]);
    expect(await db`select actor, at from audit`).toMatchObject([{ actor: 'staff:-2', at: 1e12 }]);
    expect(await code(db`update audit set actor = 'x'`)).toBe(insufficientPrivilege);
    expect(await code(db`delete from audit`)).toBe(insufficientPrivilege);
    expect(await code(db`truncate audit`)).toBe(insufficientPrivilege);
  });

  it('has no DDL', async () => {
    const { db } = database();
    expect(await code(db`create table own (id int)`)).toBe(insufficientPrivilege);
    expect(await code(db`alter table sweep add column x int`)).toBe(insufficientPrivilege);
    expect(await code(db`drop table tube`)).toBe('42501');
  });

  it('cannot scale or shift the real clock (law 9)', async () => {
    const { db } = database();
    expect(await code(db`update clock set rate = 2 where realm = 'real'`)).toBe(checkViolation);
    expect(await code(db`update clock set anchor_shown = '2001-01-01Z' where realm = 'real'`)).toBe(
      checkViolation,
    );
    expect(await code(db`update clock set rate = 60 where realm = 'drill'`)).toBe('done');
  });
});
