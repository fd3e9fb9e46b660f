import { seeded } from '#lis/domain';
import { expect, it } from 'vitest';
import { heapOf } from './heap.js';

it('gives back everything in order, and equals in the order in which they came', () => {
  const random = seeded(1);
  const heap = heapOf<{ at: number; came: number }>((a, b) => a.at < b.at);
  const given = Array.from({ length: 2000 }, (_, came) => ({ at: random.int(50), came }));
  for (const one of given) heap.push(one);
  expect(heap.peek()).toEqual(given.find(({ at }) => at === 0));
  const taken = Array.from({ length: 2000 }, () => heap.pop());
  expect(taken).toEqual(given.toSorted((a, b) => a.at - b.at || a.came - b.came));
  expect(heap.pop()).toBeUndefined();
  expect(heap.size).toBe(0);
});
