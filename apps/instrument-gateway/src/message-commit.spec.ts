import { setTimeout as sleep } from 'node:timers/promises';
import { genericProfile } from '#lis/hl7';
import { describe, expect, it } from 'vitest';
import { messageCommit } from './message-commit.js';
import type { MessageLine } from './message-line.js';

const line = (key: string): MessageLine => ({
  instrumentId: 1,
  connection: 'instrument:1',
  keyHash: key,
  bodyHash: key,
  controlId: key,
  body: Buffer.from(key),
  answer: `answer to ${key}`,
  state: 'stored',
  reason: null,
  receivedAt: 0,
  mayShareKey: false,
  header: null,
  profile: genericProfile,
});

/** A store whose commits end when they are told to. */
function heldStore() {
  const commits: { keys: string[]; end: () => void; fail: () => void }[] = [];
  const store = (lines: MessageLine[]) =>
    new Promise<string[]>((resolve, reject) => {
      commits.push({
        keys: lines.map(({ controlId }) => controlId),
        end: () => resolve(lines.map(({ answer }) => answer)),
        fail: () => reject(new Error('no server')),
      });
    });
  const commit = messageCommit({ inFlight: 3, store, isUnavailable: () => true, onError: () => undefined });
  const told: (string | null)[] = [];
  return {
    commits,
    told,
    send: (key: string) => commit.submit(line(key), (answer) => told.push(answer)),
    drained: () => commit.drained(),
    started: async (count: number) => {
      for (let turn = 0; commits.length < count && turn < 200; turn++) await sleep(5);
      expect(commits.length).toBeGreaterThanOrEqual(count);
    },
  };
}

describe('group commit', () => {
  it('starts at once for a lone analyser, and answers after the commit only', async () => {
    const { commits, told, send, started, drained } = heldStore();
    send('a');
    await started(1);
    expect(told).toEqual([]);
    commits[0]?.end();
    await drained();
    expect(told).toEqual(['answer to a']);
  });

  it('brings two halves that follow one another together into one commit', async () => {
    const { commits, send, started } = heldStore();
    send('a1');
    send('b1');
    await started(1);
    send('c1');
    send('d1');
    commits[0]?.end();
    // the answered two send again, a moment after the two that waited could have gone
    await Promise.resolve();
    await Promise.resolve();
    send('a2');
    send('b2');
    await started(2);
    expect(commits[1]?.keys).toEqual(['c1', 'd1', 'a2', 'b2']);
  });

  it('waits a moment only: those that do not come are not waited for', async () => {
    const { commits, send, started } = heldStore();
    for (const key of ['a', 'b', 'c']) send(key);
    await started(1);
    commits[0]?.end();
    await Promise.resolve();
    send('a2');
    await started(2);
    expect(commits[1]?.keys).toEqual(['a2']);
  });

  it('never has two lines of one key under way, and tells both', async () => {
    const { commits, told, send, started, drained } = heldStore();
    send('same');
    send('same');
    await started(1);
    expect(commits[0]?.keys).toEqual(['same']);
    commits[0]?.end();
    await started(2);
    commits[1]?.end();
    await drained();
    expect(told).toHaveLength(2);
  });

  it('tells that a line is not stored when the server is away', async () => {
    const { commits, told, send, started, drained } = heldStore();
    send('a');
    await started(1);
    commits[0]?.fail();
    await drained();
    expect(told).toEqual([null]);
  });
});
