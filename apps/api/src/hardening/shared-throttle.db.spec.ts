import { useDatabase } from '#lis/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { sharedThrottle } from './shared-throttle.js';

describe('attempts of an address', () => {
  const database = useDatabase();
  let at = 0;
  /** as another process has it: the same database, another memory */
  const throttle = () => {
    const { db } = database();
    const clock = { now: () => at, machine: () => at };
    return sharedThrottle({ db, clock }, { what: 'test', windowMs: 60_000, perWindow: 30 });
  };
  beforeEach(async () => {
    at = 1_900_000_000_000;
    await database().owner`truncate attempt`;
  });

  it('are thirty in a minute over all processes together, however they are spread', async () => {
    const processes = [throttle(), throttle(), throttle()];
    const waits = await Promise.all(
      Array.from({ length: 200 }, (_, n) => processes[n % 3]!.enter('10.0.0.1')),
    );
    expect(waits.filter((wait) => wait === 0)).toHaveLength(30);
    expect(new Set(waits)).toEqual(new Set([0, 60]));
    expect(await processes[0]!.enter('10.0.0.2')).toBe(0);
    // a process that was not asked before learns it from the first
    expect(await throttle().enter('10.0.0.1')).toBe(60);
    at += 59_001;
    expect(await processes[1]!.enter('10.0.0.1')).toBe(1);
    at += 1000;
    expect(await processes[1]!.enter('10.0.0.1')).toBe(0);
  });

  it('are refused from memory once they are over: a flood asks the database nothing', async () => {
    const one = throttle();
    for (let n = 0; n < 31; n++) await one.enter('10.0.0.1');
    await database().owner`truncate attempt`;
    expect(await one.enter('10.0.0.1')).toBe(60);
    const [row] = await database().owner`select count(*)::int as n from attempt`;
    expect(row).toEqual({ n: 0 });
  });

  it('do not count when they succeed, and a network of IPv6 is one address', async () => {
    const one = throttle();
    for (let n = 0; n < 100; n++) {
      expect(await one.enter('10.0.0.1')).toBe(0);
      await one.leave('10.0.0.1');
    }
    for (let n = 0; n < 30; n++) await one.enter(`2001:db8:1:2::${n}`);
    expect(await one.enter('2001:db8:1:2:ffff::1')).toBe(60);
    expect(await one.enter('2001:db8:1:3::1')).toBe(0);
  });

  it('are forgotten when their window is long over', async () => {
    const one = throttle();
    await one.enter('10.0.0.1');
    at += 200_000;
    await one.enter('10.0.0.2');
    const left = await database().owner<{ key: string }[]>`select key from attempt`;
    expect(left.map(({ key }) => key)).toEqual(['test 10.0.0.2']);
  });

  it('costs less than 5 ms an attempt on a busy machine', async () => {
    const one = throttle();
    const from = performance.now();
    for (let n = 0; n < 1000; n++) await one.enter(`10.1.${n >> 8}.${n & 255}`);
    const each = (performance.now() - from) / 1000;
    expect(each).toBeLessThan(5);
  });
});
