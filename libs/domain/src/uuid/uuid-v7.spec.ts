import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { isUuidV7, timeOfUuidV7, uuidV7 } from './uuid-v7.js';

it('gives the example of RFC 9562 appendix A.6', () => {
  const random = Uint8Array.from([0xcc, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
  expect(uuidV7(1645557742000, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
});

it('is valid, gives its time back and sorts by time', () => {
  const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
  const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
  fc.assert(
    fc.property(time, time, bytes, bytes, (a, b, x, y) => {
      const first = uuidV7(a, x);
      expect(isUuidV7(first)).toBe(true);
      expect(timeOfUuidV7(first)).toBe(a);
      expect(a < b && first >= uuidV7(b, y)).toBe(false);
    }),
  );
});

it('knows what is none', () => {
  expect(isUuidV7('017f22e2-79b0-4cc3-98c4-dc0c0c07398f')).toBe(false);
  expect(isUuidV7('017f22e2-79b0-7cc3-c8c4-dc0c0c07398f')).toBe(false);
  expect(isUuidV7('017F22E2-79B0-7CC3-98C4-DC0C0C07398F')).toBe(false);
  expect(timeOfUuidV7('')).toBeNull();
});

it('needs exactly ten bytes and a time that fits', () => {
  expect(() => uuidV7(0, new Uint8Array(9))).toThrow(RangeError);
  expect(() => uuidV7(2 ** 48, new Uint8Array(10))).toThrow(RangeError);
  expect(() => uuidV7(-1, new Uint8Array(10))).toThrow(RangeError);
});
