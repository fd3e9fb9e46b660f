import { randomBytes } from 'node:crypto';
import { connect, type Db } from '#lis/persistence';
import { followClock, keyRing, readConfiguration, type Context } from '#lis/platform';
import { afterAll, beforeAll, inject } from 'vitest';

export type TestDatabase = {
  /** as the application role: what the product may do */
  db: Db;
  /** as the owner: what only a test may do to the rows */
  owner: Db;
  context: Context;
};

/** A migrated database of its own for the spec file that calls it; both roles, and a Context on it. */
export function useDatabase(): () => TestDatabase {
  let made: TestDatabase | undefined;
  let close = async () => undefined as void;
  beforeAll(async () => {
    const server = inject('server');
    const name = `t_${randomBytes(6).toString('hex')}`;
    const admin = connect(server, { name: 'test-admin', max: 1 });
    await admin.unsafe(`create database ${name} template sweepwell_template strategy file_copy`);
    await admin.end();
    const ownerUrl = server.replace(/postgres$/, name);
    const db = connect(ownerUrl.replace('postgres:test@', 'sweepwell_app:test@'), {
      name: 'test',
      max: 8,
      plans: 'by-key',
    });
    const owner = connect(ownerUrl, { name: 'test-owner', max: 2 });
    const clock = await followClock(db);
    const key = () => ({ hash: { '1': '11'.repeat(32) }, data: { '1': '22'.repeat(32) } });
    const drill = () => ({ hash: { '1': '33'.repeat(32) }, data: { '1': '44'.repeat(32) } });
    const keys = keyRing({
      ownerPassword: '',
      applicationPassword: '',
      administratorToken: { real: '', drill: '' },
      keys: { real: key(), drill: drill() },
    });
    made = { db, owner, context: { db, clock, keys, configuration: readConfiguration({}) } };
    close = async () => {
      await clock.stop();
      await Promise.all([db.end({ timeout: 1 }), owner.end({ timeout: 1 })]);
    };
  });
  afterAll(() => close());
  return () => {
    if (!made) throw new Error('useDatabase() is ready inside a test only');
    return made;
  };
}
