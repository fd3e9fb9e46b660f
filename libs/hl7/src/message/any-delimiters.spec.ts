import * as fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { readDelimiters, type Delimiters } from './delimiters.js';
import { readMessage } from './read-message.js';
import {
  components,
  type Leaf,
  repetitions,
  subcomponents,
  writeMessage,
  writeSegment,
} from './write-segment.js';

// hostile inputs by the thousand: seconds on a busy machine
vi.setConfig({ testTimeout: 60_000 });

// Every printable character that is neither letter nor digit may separate. Two quotes mean null, so that the quote
// may not; four or (2.7) five characters stand in MSH-2.
const punctuation = "!#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".split('');
const delimiters = fc
  .shuffledSubarray(punctuation, { minLength: 5, maxLength: 6 })
  .map(([field, ...rest]) => readDelimiters(`MSH${field}${rest.join('')}${field}`) as Delimiters);

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .array(fc.constantFrom(...punctuation, '\r', '\n', '\x0b', '\x1c', '"', 'X', '0', 'F', 'OBX', '\0', '王'))
    .map((all) => all.join('')),
);
const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  { weight: 8, arbitrary: text },
  fc.constant(null),
  fc.constant(undefined),
);
const many = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });
const segments = many(fc.tuple(fc.stringMatching(/^[A-Z][A-Z0-9]{2}$/), many(many(many(many(leaf))))));

/** What a leaf is read as when it was written as `given`. */
const readAs = (given: Leaf) => (given === undefined ? '' : given);

it('brings every leaf of every segment back, whatever the delimiters', () => {
  fc.assert(
    fc.property(delimiters, segments, (d, given) => {
      const kept = given.filter(([name]) => !['MSH', 'FHS', 'BHS'].includes(name));
      const written = writeMessage([
        writeSegment('MSH', ['A', 'B'], d),
        ...kept.map(([name, fields]) =>
          writeSegment(
            name,
            [
              ...fields.map((reps) =>
                repetitions(...reps.map((parts) => components(...parts.map((p) => subcomponents(...p))))),
              ),
              'end',
            ],
            d,
          ),
        ),
      ]);
      const message = readMessage(written);
      expect(message.delimiters).toEqual(d);
      expect(message.segments.map(({ name }) => name)).toEqual(['MSH', ...kept.map(([name]) => name)]);
      kept.forEach(([, fields], s) => {
        const segment = message.segments[s + 1];
        expect(segment?.fieldCount).toBe(fields.length + 1);
        expect(segment?.text(fields.length + 1)).toBe('end');
        fields.forEach((reps, f) =>
          reps.forEach((parts, r) =>
            parts.forEach((leaves, c) =>
              leaves.forEach((one, i) => expect(segment?.value(f + 1, r, c, i)).toBe(readAs(one))),
            ),
          ),
        );
      });
    }),
    { numRuns: 400 },
  );
});
