import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STANDARD_DELIMITERS } from './delimiters.js';
import { readMessage } from './read-message.js';
import { components, repetitions, subcomponents, writeMessage, writeSegment } from './write-segment.js';

const custom = {
  field: '#',
  component: '*',
  repetition: '%',
  escape: '!',
  subcomponent: '$',
  encodingCharacters: '*%!$',
};

describe('writeSegment', () => {
  it('writes structure, null, empty and nothing', () => {
    const field = repetitions(components('a', subcomponents('b', 'c')), 'd');
    expect(writeSegment('ZZZ', [1, field, null, '', undefined])).toBe('ZZZ|1|a^b&c~d|""|');
    expect(writeSegment('MSH', ['APP'], custom)).toBe('MSH#*%!$#APP');
  });

  it('escapes every leaf: A&B stays A&B', () => {
    expect(writeSegment('OBX', ['A&B|^~\\', '\r\n'])).toBe('OBX|A\\T\\B\\F\\\\S\\\\R\\\\E\\|\\X0D\\\\X0A\\');
  });

  it.each([
    ['standard', STANDARD_DELIMITERS],
    ['custom', custom],
  ])('brings any text back from any place, %s delimiters', (_, delimiters) => {
    const special = fc.constantFrom(...'|^~\\&#*%!$\r\n\x0b\x1c"XFE.b 阴'.split(''));
    const leaf = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(special).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(fc.array(fc.array(fc.tuple(leaf, leaf), { minLength: 1 }), { minLength: 1 }), (reps) => {
        const field = repetitions(
          ...reps.map((rep) => components(...rep.map((pair) => subcomponents(...pair)))),
        );
        const text = writeMessage([
          writeSegment('MSH', ['A'], delimiters),
          writeSegment('OBX', ['1', field, 'end'], delimiters),
        ]);
        const obx = readMessage(text).first('OBX');
        reps.forEach((rep, r) =>
          rep.forEach((pair, c) => pair.forEach((value, s) => expect(obx?.value(2, r, c, s)).toBe(value))),
        );
        expect(obx?.text(3)).toBe('end');
      }),
    );
  });
});
