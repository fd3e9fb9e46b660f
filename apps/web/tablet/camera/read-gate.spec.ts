import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openReadGate } from './read-gate.js';

it('takes a tube that lies in the picture once, however long it lies there', () => {
  const gate = openReadGate();
  const taken = Array.from({ length: 400 }, (_, step) => gate('SW-1', step * 50)).filter(Boolean);
  expect(taken).toHaveLength(1);
});

it('takes it again when it was gone and shown anew', () => {
  const gate = openReadGate();
  expect(gate('SW-1', 0)).toBe(true);
  expect(gate('SW-1', 1400)).toBe(false);
  // 1,500 ms since it was seen, not since it was taken
  expect(gate('SW-1', 2800)).toBe(false);
  expect(gate('SW-1', 4400)).toBe(true);
});

it('takes another code at once after a pause', () => {
  const gate = openReadGate();
  expect(gate('person', 0)).toBe(true);
  expect(gate('SW-1', 300)).toBe(false);
  expect(gate('SW-1', 900)).toBe(true);
  expect(gate('person', 1000)).toBe(false);
  expect(gate('person', 1900)).toBe(true);
});

it('never takes two readings within the pause', () => {
  const readings = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 900 })));
  fc.assert(
    fc.property(readings, (steps) => {
      const gate = openReadGate();
      let now = 0;
      const at = steps.flatMap(([text, after]) => {
        now += after;
        return gate(text, now) ? [now] : [];
      });
      expect(at.every((time, index) => index === 0 || time - (at[index - 1] ?? 0) >= 800)).toBe(true);
    }),
  );
});
