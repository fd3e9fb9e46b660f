import { describe, expect, it } from 'vitest';
import { type Lifecycle, mayMove, requireMove } from './lifecycle.js';
import * as tables from './lifecycles.js';

const { TUBE_LIFECYCLE } = tables;

describe.each(Object.values(tables) as unknown as Lifecycle<string>[])('$name', (lifecycle) => {
  const states = Object.keys(lifecycle.moves);

  it('names only states that it has, each move once', () => {
    for (const [from, next] of Object.entries(lifecycle.moves)) {
      expect(next.filter((state) => !states.includes(state) || state === from)).toEqual([]);
      expect(new Set(next).size).toBe(next.length);
    }
  });

  it('reaches every state from the first', () => {
    const reached = [lifecycle.initial];
    for (const state of reached) {
      for (const next of lifecycle.moves[state] ?? []) if (!reached.includes(next)) reached.push(next);
    }
    expect(reached.sort()).toEqual(states.sort());
  });

  it('ends exactly in its terminal states', () => {
    const ends = states.filter((state) => lifecycle.moves[state]?.length === 0);
    expect(ends.sort()).toEqual([...lifecycle.terminal].sort());
  });

  const pairs = states.flatMap((from) => states.map((to) => ({ from, to })));
  const isListed = ({ from, to }: { from: string; to: string }): boolean =>
    lifecycle.moves[from]?.includes(to) ?? false;

  it('allows the moves of the table', () => {
    for (const { from, to } of pairs.filter(isListed)) {
      expect(mayMove(lifecycle, from, to)).toBe(true);
      expect(() => requireMove(lifecycle, from, to)).not.toThrow();
    }
  });

  it('refuses every other move', () => {
    for (const { from, to } of pairs.filter((pair) => !isListed(pair))) {
      expect(mayMove(lifecycle, from, to)).toBe(false);
      expect(() => requireMove(lifecycle, from, to)).toThrow('lifecycle-move-refused');
    }
  });
});

it('gives a tube no way from the site to a result without the laboratory', () => {
  for (const state of ['sealed', 'boxed', 'handed-over', 'rejected', 'void'] as const) {
    expect(mayMove(TUBE_LIFECYCLE, state, 'resulted')).toBe(false);
    expect(mayMove(TUBE_LIFECYCLE, state, 'released')).toBe(false);
  }
  expect(mayMove(TUBE_LIFECYCLE, 'quarantined', 'released')).toBe(false);
});
