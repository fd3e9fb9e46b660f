import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTubeCode, makeTubeCode, normaliseTubeCode } from './tube-code.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const codes = fc
  .tuple(fc.stringMatching(/^[A-Z0-9]{0,10}$/), fc.integer({ min: 0, max: 999_999_999 }))
  .map(([prefix, serial]) => makeTubeCode(prefix, serial));

describe('tube codes', () => {
  it('are made readable', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(checkTubeCode(code)).toEqual({ ok: true, code });
      }),
    );
  });

  it('survive what a scanner adds', () => {
    fc.assert(
      fc.property(codes, (code) => {
        const noisy = `\u0002 ${code.toLowerCase().split('').join(' ')}\t\r\n`;
        expect(checkTubeCode(noisy)).toEqual({ ok: true, code });
        expect(normaliseTubeCode(normaliseTubeCode(noisy))).toBe(normaliseTubeCode(noisy));
      }),
    );
    expect(normaliseTubeCode('ａｂ１２')).toBe('AB12');
  });

  it('betray every single wrong character', () => {
    fc.assert(
      fc.property(codes, fc.nat(), fc.integer({ min: 1, max: 35 }), (code, somewhere, shift) => {
        const place = somewhere % code.length;
        const wrong = ALPHABET[(ALPHABET.indexOf(code[place] ?? '') + shift) % 36];
        const broken = code.slice(0, place) + wrong + code.slice(place + 1);
        expect(checkTubeCode(broken)).toEqual({ ok: false, code: broken, reason: 'check-failed' });
      }),
    );
  });

  it('betray adjacent transpositions, except of characters next to one another in the alphabet', () => {
    fc.assert(
      fc.property(codes, fc.nat(), (code, somewhere) => {
        const place = somewhere % (code.length - 1);
        const [first = '', second = ''] = code.slice(place, place + 2);
        const distance = Math.abs(ALPHABET.indexOf(first) - ALPHABET.indexOf(second));
        fc.pre(first !== second && distance !== 1 && distance !== 35);
        const swapped = code.slice(0, place) + second + first + code.slice(place + 2);
        expect(checkTubeCode(swapped).ok).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('say why they cannot be read', () => {
    const reason = (code: string): string => {
      const check = checkTubeCode(code);
      return check.ok ? 'ok' : check.reason;
    };
    expect(reason(' \r')).toBe('empty');
    expect(reason('AB12')).toBe('too-short');
    expect(reason('A'.repeat(21))).toBe('too-long');
    expect(reason('AB-123456')).toBe('character');
    expect(reason('王12345678')).toBe('character');
  });

  it('are not made from parts that do not fit', () => {
    expect(() => makeTubeCode('ab', 1)).toThrow(RangeError);
    expect(() => makeTubeCode('AB', -1)).toThrow(RangeError);
    expect(() => makeTubeCode('AB', 1000, 3)).toThrow(RangeError);
    expect(() => makeTubeCode('AB', 1, 3)).toThrow(RangeError);
    expect(() => makeTubeCode('ABCDEFGHIJK', 1)).toThrow(RangeError);
  });
});
