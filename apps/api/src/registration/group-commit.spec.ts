import { describe, expect, it } from 'vitest';
import { groupCommit } from './group-commit.js';

type Line = { n: number; keys?: string[]; weight?: number };

/** A commit that waits until the test lets it go. */
function gathered(given: { inFlight?: number; maxWeight?: number; maxWaiting?: number } = {}) {
  const groups: { lines: number[]; finish: (error?: Error) => void }[] = [];
  const commits = groupCommit<Line, number>({
    inFlight: 1,
    maxWeight: 100,
    maxWaiting: 1000,
    ...given,
    quietMs: 1,
    lingerMs: 5,
    weight: ({ weight }) => weight ?? 1,
    keys: ({ keys }) => keys ?? [],
    commit: (lines) =>
      new Promise((resolve, reject) =>
        groups.push({
          lines: lines.map(({ n }) => n),
          finish: (error) => (error ? reject(error) : resolve(lines.map(({ n }) => n * 10))),
        }),
      ),
  });
  const begun = async (count: number) => {
    while (groups.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
    return groups[count - 1]!;
  };
  return { commits, groups, begun };
}

describe('group commit', () => {
  it('commits together what came together, and gives each line its own outcome', async () => {
    const { commits, begun, groups } = gathered();
    const outcomes = [3, 1, 2].map((n) => commits.submit({ n }));
    (await begun(1)).finish();
    expect(await Promise.all(outcomes)).toEqual([30, 10, 20]);
    expect(groups.map(({ lines }) => lines)).toEqual([[3, 1, 2]]);
  });

  it('never lets two lines with a key in common meet, nor a later one overtake', async () => {
    const { commits, begun } = gathered();
    const lines: Line[] = [
      { n: 1, keys: ['a'] },
      { n: 2, keys: ['a', 'b'] },
      { n: 3, keys: ['b'] },
      { n: 4, keys: ['c'] },
    ];
    const outcomes = lines.map((line) => commits.submit(line));
    const seen: number[][] = [];
    for (const count of [1, 2, 3]) {
      const group = await begun(count);
      seen.push(group.lines);
      group.finish();
    }
    expect(seen).toEqual([[1, 4], [2], [3]]);
    expect(await Promise.all(outcomes)).toEqual([10, 20, 30, 40]);
  });

  it('closes a group at its weight, at once', async () => {
    const { commits, begun, groups } = gathered({ maxWeight: 10, inFlight: 2 });
    const outcomes = [1, 2, 3].map((n) => commits.submit({ n, weight: 6 }));
    expect(groups.map(({ lines }) => lines)).toEqual([[1, 2]]);
    (await begun(2)).finish();
    (await begun(1)).finish();
    expect(await Promise.all(outcomes)).toEqual([10, 20, 30]);
  });

  it('has no more commits in flight than told', async () => {
    const { commits, begun, groups } = gathered({ maxWeight: 1, inFlight: 2 });
    const outcomes = [1, 2, 3].map((n) => commits.submit({ n }));
    await begun(2);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(groups).toHaveLength(2);
    groups[0]!.finish();
    (await begun(3)).finish();
    groups[1]!.finish();
    expect(await Promise.all(outcomes)).toEqual([10, 20, 30]);
  });

  it('answers busy when too much waits, and takes lines again when it does not', async () => {
    const { commits, begun } = gathered({ maxWeight: 1, maxWaiting: 2 });
    const taken = [1, 2, 3, 4].map((n) => commits.submit({ n }));
    expect(commits.submit({ n: 5 })).toBeNull();
    for (const count of [1, 2, 3, 4]) (await begun(count)).finish();
    expect(await Promise.all(taken)).toEqual([10, 20, 30, 40]);
    const again = commits.submit({ n: 6 });
    (await begun(5)).finish();
    expect(await again).toBe(60);
  });

  it('fails the lines of a commit that failed, and no others', async () => {
    const { commits, begun } = gathered({ maxWeight: 2, inFlight: 2 });
    const settling = Promise.allSettled([1, 2, 3].map((n) => commits.submit({ n })));
    (await begun(1)).finish(new Error('lost'));
    (await begun(2)).finish();
    const settled = await settling;
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });

  it('is drained only when nothing waits and nothing is in flight', async () => {
    const { commits, begun } = gathered();
    await commits.drained();
    const outcome = commits.submit({ n: 1 });
    let drained = false;
    const waiting = commits.drained().then(() => (drained = true));
    const group = await begun(1);
    expect(drained).toBe(false);
    group.finish();
    await waiting;
    expect(await outcome).toBe(10);
  });
});
