import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.js';
import { encodeText } from './encode-text.js';

describe('encodeText', () => {
  it.each([
    ['GBK', '😀'],
    ['GBK', 'T\u{20000}'],
    ['GB2312', 'ئ'],
    ['', '阴'],
    ['ASCII', 'é'],
    ['8859/1', '阴'],
    ['NO-SUCH-SET', '阴'],
    ['UNICODE UTF-8', 'T\ud800'],
  ])('refuses in %s what it lacks: %s', (declared, text) => expect(encodeText(text, declared)).toBeNull());

  it('writes the bytes of the declared set', () => {
    expect(encodeText('阴', 'GBK')).toEqual(Buffer.from([0xd2, 0xf5]));
    expect(encodeText('阴', 'UNICODE UTF-8')).toEqual(Buffer.from('阴'));
    expect(encodeText('é', '8859/1')).toEqual(Buffer.from([0xe9]));
    expect(encodeText('T1', undefined)).toEqual(Buffer.from('T1'));
  });

  it.each(['GBK', 'GB2312', 'GB 18030-2000', 'UNICODE UTF-8'])(
    'is read back in %s, or refused',
    (declared) => {
      const unit = fc.oneof(
        fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCodePoint(code)),
        fc.constantFrom(...'丂 亅 乗 俓 A Z | ^ ~ \\ & ０ １ € · —'.split(' ')),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      );
      let written = 0;
      fc.assert(
        fc.property(fc.string({ unit, minLength: 1 }), (text) => {
          const bytes = encodeText(text, declared);
          if (bytes === null) return;
          written++;
          expect(decodeText(bytes, [declared]).text).toBe(text.replace(/^\ufeff/, ''));
        }),
        { numRuns: 500 },
      );
      expect(written).toBeGreaterThan(0);
    },
  );
});
