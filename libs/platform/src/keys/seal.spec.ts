import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyRing } from './key-ring.js';
import { keyedHash, open, seal } from './seal.js';

const keys = keyRing({
  ownerPassword: '',
  applicationPassword: '',
  administratorToken: { real: '', drill: '' },
  keys: {
    real: { hash: { '1': '0f'.repeat(32) }, data: { '1': 'a1'.repeat(32), '2': 'b2'.repeat(32) } },
    drill: { hash: { '1': 'f0'.repeat(32) }, data: { '1': 'c3'.repeat(32) } },
  },
});

describe('keyed hash', () => {
  it('is HMAC-SHA-256 of the realm’s key, cut to 16 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 6000, size: 'max' }), (text) => {
        const expected = createHmac('sha256', Buffer.from('0f'.repeat(32), 'hex'))
          .update(text)
          .digest('hex');
        expect(keyedHash(keys, 'real', text)).toBe(expected.slice(0, 32));
      }),
    );
  });

  it('finds nobody of the other realm', () => {
    expect(keyedHash(keys, 'real', 'x')).not.toEqual(keyedHash(keys, 'drill', 'x'));
  });
});

describe('sealed values', () => {
  it('open where they were sealed, with the newest key', () => {
    const sealed = seal(keys, 'real', '张三 138', 'person:1:particulars');
    expect(open(keys, 'real', 2, sealed, 'person:1:particulars')).toBe('张三 138');
  });

  it('do not open in another row, column or realm, under another key, or changed by one bit', () => {
    const sealed = seal(keys, 'real', 'text', 'person:1:particulars');
    expect(() => open(keys, 'real', 2, sealed, 'person:2:particulars')).toThrow();
    expect(() => open(keys, 'real', 1, sealed, 'person:1:particulars')).toThrow();
    expect(() => open(keys, 'drill', 1, sealed, 'person:1:particulars')).toThrow();
    expect(() => open(keys, 'real', 9, sealed, 'person:1:particulars')).toThrow(/key 9/);
    const changed = Buffer.from(sealed);
    changed[30] = (changed[30] ?? 0) ^ 1;
    expect(() => open(keys, 'real', 2, changed, 'person:1:particulars')).toThrow();
  });

  it('never use a nonce twice', () => {
    const nonces = Array.from({ length: 5000 }, () => seal(keys, 'real', 'x', 'y').toString('hex', 0, 12));
    expect(new Set(nonces).size).toBe(5000);
  });
});
