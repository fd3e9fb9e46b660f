import { describe, expect, it } from 'vitest';
import { enrolmentCode, normaliseEnrolmentCode } from './enrolment-code.js';
import { sealedAfterRevocation, tokenRequestText } from './tablet-token.js';

describe('an enrolment code', () => {
  it('is 20 letters, and is read as people type it', () => {
    const code = enrolmentCode(Uint8Array.from({ length: 20 }, (_, index) => index));
    expect(code).toBe('01234-56789-ABCDE-FGHJK');
    expect(normaliseEnrolmentCode(' oi234 56789abcdefghjk\n')).toBe('0123456789ABCDEFGHJK');
    expect(normaliseEnrolmentCode(code)).toBe('0123456789ABCDEFGHJK');
  });
  it('uses five bits of every byte', () => {
    expect(enrolmentCode(new Uint8Array(20).fill(255))).toBe('ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ');
    expect(() => enrolmentCode(new Uint8Array(19))).toThrow(RangeError);
  });
});

it('signs tablet, nonce and audience apart from one another', () => {
  expect(tokenRequestText(-1, '2', 'a')).not.toBe(tokenRequestText(-12, '', 'a'));
  expect(tokenRequestText(-1, 'n', 'a')).toBe('sweepwell tablet token 1\n-1\nn\na');
});

it('marks what was sealed after the revocation, with five minutes for the clock', () => {
  const revokedAt = 1_000_000_000;
  expect(sealedAfterRevocation(revokedAt + 300_000, revokedAt)).toBe(false);
  expect(sealedAfterRevocation(revokedAt + 300_001, revokedAt)).toBe(true);
  expect(sealedAfterRevocation(revokedAt + 300_001, null)).toBe(false);
});
