import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkIdentity } from './check-identity.js';
import { type DocumentType, IDENTITY_TYPES, type IdentityInput } from './identity.js';
import { identityKey } from './identity-key.js';
import { makeMainlandId } from './make-mainland-id.js';

const NOW = Date.UTC(2022, 3, 4, 12);
const GOOD = '11010519491231002X';

const flags = (type: DocumentType, number: string, more: Partial<IdentityInput> = {}): readonly string[] =>
  checkIdentity({ type, number, ...more }, NOW).flags;
const key = (type: DocumentType, number: string, country?: string): string | null =>
  identityKey({ type, number, country });

describe('resident numbers', () => {
  it('accepts the example of GB 11643-1999 in every spelling', () => {
    for (const spelling of [
      GOOD,
      '11010519491231002x',
      ' 110105 19491231 002X\r',
      '110105-19491231-002X',
      '１１０１０５１９４９１２３１００２Ｘ',
    ]) {
      expect(checkIdentity({ type: 'mainland-id', number: spelling }, NOW)).toEqual({
        normalised: GOOD,
        flags: [],
      });
    }
  });

  it('turns 15 digits into 18 and gives both one key', () => {
    expect(checkIdentity({ type: 'mainland-id', number: '110105491231002' }, NOW)).toEqual({
      normalised: GOOD,
      flags: [],
    });
    expect(key('mainland-id', '110105491231002')).toBe(key('mainland-id', GOOD));
    expect(checkIdentity({ type: 'mainland-id', number: '110105990101997' }, NOW).normalised).toContain(
      '18990101997',
    );
  });

  it('flags what is odd and keeps the number', () => {
    expect(flags('mainland-id', '110105194912310021')).toEqual(['id-check-failed']);
    expect(flags('mainland-id', makeMainlandId('110105', '20220501', '001'))).toEqual([
      'birth-date-implausible',
    ]);
    expect(flags('mainland-id', makeMainlandId('110105', '18900101', '001'))).toEqual([
      'birth-date-implausible',
    ]);
    expect(flags('mainland-id', makeMainlandId('990105', '19900101', '001'))).toContain('type-differs');
    expect(flags('mainland-id', makeMainlandId('160105', '19900101', '001'))).toEqual(['area-unknown']);
    expect(flags('mainland-id', '1234')).toEqual(['id-format-unknown']);
    expect(flags('mainland-id', ' - ')).toEqual(['number-missing']);
    expect(flags('mainland-id', GOOD, { birthDate: '1949-12-30' })).toEqual(['birth-date-mismatch']);
    expect(flags('mainland-id', GOOD, { birthDate: '19491231' })).toEqual([]);
  });

  it('catches every wrong digit of every made number', () => {
    const made = fc
      .tuple(
        fc.integer({ min: 0, max: 25_000 }),
        fc.integer({ min: 0, max: 999 }),
        fc.nat(16),
        fc.integer({ min: 1, max: 9 }),
      )
      .map(([days, sequence, place, shift]) => {
        const day = new Date(Date.UTC(1950, 0, 1) + days * 86_400_000)
          .toISOString()
          .slice(0, 10)
          .replaceAll('-', '');
        const number = makeMainlandId('310101', day, String(sequence).padStart(3, '0'));
        const digit = (Number(number[place]) + shift) % 10;
        return { number, broken: number.slice(0, place) + digit + number.slice(place + 1) };
      });
    fc.assert(
      fc.property(made, ({ number, broken }) => {
        expect(flags('mainland-id', number)).toEqual([]);
        expect(flags('mainland-id', broken)).toContain('id-check-failed');
      }),
    );
  });
});

describe('permits and cards', () => {
  it('accepts residence permits, travel permits and both foreigner’s cards', () => {
    expect(flags('hk-mo-permit', makeMainlandId('810000', '19900101', '001'))).toEqual([]);
    expect(flags('hk-mo-permit', makeMainlandId('820000', '19900101', '001'))).toEqual([]);
    expect(flags('tw-permit', makeMainlandId('830000', '19900101', '001'))).toEqual([]);
    expect(flags('foreign-permanent', makeMainlandId('911840', '19900101', '001'))).toEqual([]);
    for (const number of ['H12345678', 'm1234567801']) expect(flags('hk-mo-permit', number)).toEqual([]);
    expect(flags('tw-permit', '12345678')).toEqual([]);
    expect(flags('foreign-permanent', 'DEU310090010112')).toEqual([]);
    for (const number of ['H1234567', 'X12345678', 'H123456789']) {
      expect(flags('hk-mo-permit', number)).toEqual(['id-format-unknown']);
    }
  });

  it('gives one key to a number typed under two types', () => {
    const permit = makeMainlandId('810000', '19900101', '001');
    const types: DocumentType[] = [
      'mainland-id',
      'hk-mo-permit',
      'tw-permit',
      'foreign-permanent',
      'passport',
    ];
    expect(new Set(types.map((type) => key(type, permit)))).toEqual(new Set([`cn:${permit}`]));
    expect(key('tw-permit', 'H12345678')).toBe(key('hk-mo-permit', 'H12345678'));
  });

  it('keeps a person through the re-issues of a travel permit', () => {
    expect(key('hk-mo-permit', 'H1234567801')).toBe(key('hk-mo-permit', 'H1234567802'));
    expect(key('hk-mo-permit', 'H1234567801')).toBe(key('hk-mo-permit', 'H12345678'));
  });

  it('tells passports apart by country and needs one', () => {
    expect(flags('passport', 'c01x00t47', { country: 'd' })).toEqual([]);
    expect(flags('passport', 'E12345678')).toEqual(['country-missing']);
    expect(flags('passport', 'E12345678', { country: 'China' })).toEqual(['country-unknown']);
    expect(flags('passport', 'E1/2', { country: 'CHN' })).toEqual(['id-format-unknown']);
    expect(key('passport', '12345678', 'GBR')).not.toBe(key('passport', '12345678', 'JPN'));
    expect(key('passport', '12345678', 'GBR')).not.toBe(key('tw-permit', '12345678'));
  });
});

describe('people without a document', () => {
  const guardian = { type: 'mainland-id' as const, number: GOOD };
  const child = (more: Partial<IdentityInput>): IdentityInput => ({
    type: 'guardian',
    number: '',
    guardian,
    ...more,
  });

  it('have an identity of their own', () => {
    expect(checkIdentity({ type: 'none', number: 'Ab-9' }, NOW)).toEqual({
      normalised: 'none:Ab-9',
      flags: [],
    });
    expect(checkIdentity({ type: 'none', number: ' ' }, NOW).flags).toEqual(['number-missing']);
    expect(identityKey({ type: 'none', number: ' ' })).toBeNull();
  });

  it('are children through a guardian, told apart', () => {
    const first = child({ child: { name: '王 小明' }, birthDate: '2019-05-06' });
    const again = child({ child: { name: '王小明', ordinal: 2 }, birthDate: '20190506' });
    const other = child({ child: { name: '王小红' }, birthDate: '2019-05-06' });
    expect(checkIdentity(first, NOW).flags).toEqual([]);
    expect(checkIdentity(first, NOW).normalised).toBe(identityKey(first));
    expect(identityKey(first)).toBe(identityKey(again));
    expect(identityKey(first)).not.toBe(identityKey(other));
    expect(identityKey(child({ child: { ordinal: 1 } }))).not.toBe(
      identityKey(child({ child: { ordinal: 2 } })),
    );
    expect(identityKey(first)).not.toBe(key('mainland-id', GOOD));
  });

  it('are never merged for want of particulars', () => {
    expect(identityKey(child({}))).toBeNull();
    expect(checkIdentity(child({}), NOW).flags).toEqual(['child-unspecified']);
    expect(checkIdentity({ type: 'guardian', number: '' }, NOW).flags).toContain('guardian-missing');
    expect(identityKey({ type: 'guardian', number: '', child: { name: 'A' } })).toBeNull();
    expect(
      identityKey(child({ guardian: { type: 'passport', number: '' }, child: { name: 'A' } })),
    ).toBeNull();
  });
});

const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[\dXx -]{0,20}$/));

it('refuses nothing', () => {
  fc.assert(
    fc.property(fc.constantFrom(...IDENTITY_TYPES), text, text, (type, number, extra) => {
      const identity = {
        type,
        number,
        country: extra,
        birthDate: extra,
        guardian: { type: 'passport' as const, number },
      };
      expect(typeof checkIdentity(identity, NOW).normalised).toBe('string');
    }),
  );
});

it('spells a number alike however often', () => {
  const documents = IDENTITY_TYPES.filter((type) => type !== 'none' && type !== 'guardian');
  fc.assert(
    fc.property(fc.constantFrom(...documents), text, text, (type, number, country) => {
      const { normalised } = checkIdentity({ type, number, country }, NOW);
      expect(checkIdentity({ type, number: normalised, country }, NOW).normalised).toBe(normalised);
      expect(identityKey({ type, number: normalised, country })).toBe(identityKey({ type, number, country }));
    }),
  );
});

it('makes numbers only from parts that exist', () => {
  expect(makeMainlandId('110105', '19491231', '002')).toBe(GOOD);
  expect(() => makeMainlandId('11010', '19491231', '002')).toThrow(RangeError);
  expect(() => makeMainlandId('110105', '19490231', '002')).toThrow(RangeError);
  expect(() => makeMainlandId('110105', '1949-12-31', '002')).toThrow(RangeError);
});
