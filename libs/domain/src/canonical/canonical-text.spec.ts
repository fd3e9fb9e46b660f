import { expect, it } from 'vitest';
import { canonicalText } from './canonical-text.js';

it('has one text for one value, whatever the order of its properties', () => {
  const value = { b: [1, { y: null, x: 'a"b' }], a: 1e-300, none: undefined };
  expect(canonicalText(value)).toBe('{"a":1e-300,"b":[1,{"x":"a\\"b","y":null}]}');
  expect(canonicalText({ a: 1e-300, b: [1, { x: 'a"b', y: null }] })).toBe(canonicalText(value));
  expect(canonicalText([2, 1])).not.toBe(canonicalText([1, 2]));
});
