import { describe, expect, it } from 'vitest';
import { rememberAnswers } from './remembered.js';

const clock = () => {
  let at = 0;
  return { machine: () => at, pass: (ms: number) => (at += ms) };
};

describe('remembered answers', () => {
  it('asks once for all who want the same, and again after a second', async () => {
    const time = clock();
    const remembered = rememberAnswers(time);
    let asked = 0;
    const ask = () => Promise.resolve((asked += 1));
    expect(await Promise.all([remembered('a', ask), remembered('a', ask)])).toEqual([1, 1]);
    time.pass(999);
    expect(await remembered('a', ask)).toBe(1);
    time.pass(1);
    expect(await remembered('a', ask)).toBe(2);
  });

  it('does not remember a failure', async () => {
    const remembered = rememberAnswers(clock());
    await expect(remembered('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await remembered('a', () => Promise.resolve('back'))).toBe('back');
  });

  it('asks four questions at a time and refuses a long queue, so that intake keeps its connections', async () => {
    const remembered = rememberAnswers(clock());
    let running = 0;
    let most = 0;
    const ask = async () => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
      running -= 1;
    };
    const answers = await Promise.allSettled(Array.from({ length: 80 }, (_, i) => remembered(`q${i}`, ask)));
    expect(most).toBe(4);
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(80 - 4 - 64);
    expect(refused[0]).toMatchObject({ reason: { status: 503, code: 'busy' } });
  });
});
