import { verify } from '@node-rs/argon2';
import { describe, expect, it, vi } from 'vitest';
import { goodPassword, useAccountsApi } from './accounts.fixture.js';

const work = vi.hoisted(() => ({ running: 0, most: 0, all: 0 }));
vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<{ verify: typeof verify }>();
  return {
    ...real,
    verify: async (...given: Parameters<typeof verify>) => {
      work.all++;
      work.most = Math.max(work.most, ++work.running);
      try {
        return await real.verify(...given);
      } finally {
        work.running--;
      }
    },
  };
});

describe('a flood of log-ins', () => {
  const { database, enter, logIn, ask, app } = useAccountsApi();

  it('of 10,000 attempts guesses nothing, hashes two at once, and leaves the api answerable', async () => {
    const { cookie } = await enter('target');
    // locked before the right password comes up
    for (let n = 0; n < 5; n++) await logIn('target', `wrong ${n}`);
    Object.assign(work, { most: 0, all: 0 });
    await app().listen(0, '127.0.0.1');
    const address = await app().getUrl();
    const answers = new Map<number, number>();
    let sent = 0;
    const attack = async () => {
      while (sent < 10_000) {
        const n = sent++;
        // the right password comes up again and again, after the lock
        const password = n > 100 && n % 50 === 0 ? goodPassword : `guess ${n}`;
        const loginName = n % 3 === 0 ? `name-${n}` : 'target';
        // a third of it over many addresses, which no throttle per address stops
        const far = n % 3 === 1;
        const status = far
          ? (await ask('log-in', { body: { loginName, password }, from: `127.9.${n % 199}.${n % 251}` }))
              .status
          : await post(address, { loginName, password });
        answers.set(status, (answers.get(status) ?? 0) + 1);
      }
    };
    const waits: number[] = [];
    let over = false;
    const bystander = async () => {
      while (!over) {
        const from = performance.now();
        expect((await ask('sweeps', { cookie })).status).toBe(200);
        waits.push(performance.now() - from);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const watching = bystander();
    await Promise.all(Array.from({ length: 32 }, attack));
    over = true;
    await watching;
    expect([...answers.keys()].toSorted()).toEqual([401, 429]);
    expect([...answers.values()].reduce((a, b) => a + b, 0)).toBe(10_000);
    expect(work.most).toBe(2);
    expect(work.all).toBe(answers.get(401));
    expect(Math.max(...waits)).toBeLessThan(1000);
    // in a window of a minute: 300 rows of this process and one that says so; the flood takes one or two of them
    const rows = await database().owner<{ action: string; origin: string; n: number }[]>`
      select action, origin, count(*)::int as n from audit where actor = 'system:log-in' group by 1, 2`;
    const all = rows.reduce((sum, { n }) => sum + n, 0);
    expect(all).toBeLessThanOrEqual(3 * 301 + 10);
    const refused = rows.filter(({ action }) => action === 'log-in-throttled');
    expect(refused).toContainEqual({
      action: 'log-in-throttled',
      origin: '127.0.0.1',
      n: expect.any(Number),
    });
    expect(Math.max(...refused.map(({ n }) => n))).toBeLessThanOrEqual(3);
  }, 110_000);
});

async function post(address: string, body: object): Promise<number> {
  const answer = await fetch(`${address}/v1/log-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await answer.arrayBuffer();
  return answer.status;
}
