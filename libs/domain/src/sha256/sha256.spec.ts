import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256Hex } from './sha256.js';

it('sha256Hex: the examples of FIPS 180 and what Node computes', () => {
  expect(sha256Hex('')).toBe(
    ['e3b0c44298fc1c149afbf4c8996fb924', '27ae41e4649b934ca495991b7852b855'].join(''),
  );
  expect(sha256Hex('abc')).toBe(
    ['ba7816bf8f01cfea414140de5dae2223', 'b00361a396177a9cb410ff61f20015ad'].join(''),
  );
  const node = (text: string) => createHash('sha256').update(text).digest('hex');
  for (let length = 0; length < 200; length += 1) {
    const text = '样'.repeat(length % 7) + 'x'.repeat(length);
    expect(sha256Hex(text)).toBe(node(text));
  }
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => sha256Hex(text) === node(text)));
});
