import { isPlausibleBirthDate, normaliseBirthDate } from './birth-date.js';
import { checkDocument } from './check-document.js';
import type { IdentityCheck, IdentityFlag, IdentityInput } from './identity.js';
import { identityKey } from './identity-key.js';
import { isEighteen } from './normalise.js';

function checkChild(identity: IdentityInput, now: number): IdentityCheck {
  const flags: IdentityFlag[] = [];
  if (identity.guardian) flags.push(...checkDocument(identity.guardian, now).flags);
  else flags.push('guardian-missing');
  const key = identityKey(identity);
  if (identity.guardian && key === null && !flags.includes('number-missing')) flags.push('child-unspecified');
  return { normalised: key ?? 'guardian:', flags };
}

function check(identity: IdentityInput, now: number): IdentityCheck {
  if (identity.type === 'guardian') return checkChild(identity, now);
  if (identity.type === 'none') {
    const key = identityKey(identity);
    return { normalised: key ?? 'none:', flags: key === null ? ['number-missing'] : [] };
  }
  return checkDocument({ type: identity.type, number: identity.number, country: identity.country }, now);
}

/**
 * One spelling of an identity, and what is odd about it. Never refuses and never throws: the person stands at
 * the site and the tube is sealed (law 3). `now` in epoch ms, for the plausibility of birth dates.
 * Numbers: GB 11643-1999 with ISO 7064 MOD 11-2 (residents, and residence permits 810000, 820000, 830000),
 * travel permits H/M + 8 or 10 digits, Taiwan 8 digits, foreign permanent resident card (2023: 18 digits from 9;
 * before: 3 letters and 12 digits), passports of ICAO 9303.
 */
export function checkIdentity(identity: IdentityInput, now: number): IdentityCheck {
  const { normalised, flags } = check(identity, now);
  if (identity.birthDate === undefined || identity.birthDate.trim() === '') return { normalised, flags };
  const all = new Set(flags);
  if (!isPlausibleBirthDate(identity.birthDate, now)) all.add('birth-date-implausible');
  const stated = normaliseBirthDate(identity.birthDate);
  // A child's guardian has another birth date; only the person's own document can contradict.
  if (stated !== null && isEighteen(normalised) && stated.replaceAll('-', '') !== normalised.slice(6, 14)) {
    all.add('birth-date-mismatch');
  }
  return { normalised, flags: [...all] };
}
