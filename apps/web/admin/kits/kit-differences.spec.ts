import { demoKit } from '#lis/domain';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { kitDifferences } from './kit-differences.js';

const copy = () => structuredClone(demoKit) as unknown as Record<string, unknown> & typeof demoKit;

it('names a cut-off that was moved, with both values', () => {
  const [first] = demoKit.targets;
  const after = {
    ...copy(),
    targets: demoKit.targets.map((target) =>
      target === first ? { ...target, positiveAtOrBelow: 39.5 } : target,
    ),
  };
  expect(kitDifferences(demoKit, after)).toEqual([
    {
      field: `targets.[${first?.name}].positiveAtOrBelow`,
      before: String(first?.positiveAtOrBelow),
      after: '39.5',
    },
  ]);
});

it('is silent about the order of lines, and tells what is new and what is gone', () => {
  expect(kitDifferences(demoKit, { ...copy(), targets: demoKit.targets.toReversed() })).toEqual([]);
  const fewer = kitDifferences(demoKit, { ...copy(), targets: demoKit.targets.slice(1) });
  expect(fewer.length).toBeGreaterThan(0);
  expect(fewer.every(({ after }) => after === null)).toBe(true);
  expect(kitDifferences({}, { name: 'a' })).toEqual([{ field: 'name', before: null, after: '"a"' }]);
  // 30 and "30" are not the same to a laboratory
  expect(kitDifferences({ ct: 30 }, { ct: '30' })).toHaveLength(1);
});

it('never calls two different definitions the same', () => {
  const definition = fc.dictionary(
    fc.string({ minLength: 1, maxLength: 3 }).filter((key) => !/[.[\]]/.test(key)),
    fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null)),
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(definition, definition, (before, after) => {
      const same =
        JSON.stringify(Object.entries(before).toSorted()) ===
        JSON.stringify(Object.entries(after).toSorted());
      expect(kitDifferences(before, after).length === 0).toBe(same);
    }),
  );
});
