import { isMod11_2 } from '../check-characters/mod-11-2.js';
import { isPlausibleBirthDate } from './birth-date.js';
import type { DocumentInput, IdentityCheck, IdentityFlag } from './identity.js';
import { isEighteen, normaliseText, toEighteenDigits } from './normalise.js';

// The first two digits of GB/T 2260 in use on resident cards: provinces, autonomous regions, municipalities.
const PROVINCES = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])/;

/** Forms of 18 digits by document: area prefix (GB 11643; permits of 2018; foreigner's card of 2023). */
function eighteenBelongsTo(number: string): DocumentInput['type'] {
  if (/^8[12]0000/.test(number)) return 'hk-mo-permit';
  if (number.startsWith('830000')) return 'tw-permit';
  return number.startsWith('9') ? 'foreign-permanent' : 'mainland-id';
}

function flagEighteen(type: DocumentInput['type'], number: string, now: number): IdentityFlag[] {
  const flags: IdentityFlag[] = [];
  const owner = eighteenBelongsTo(number);
  if (!isMod11_2(number)) flags.push('id-check-failed');
  if (owner !== type) flags.push('type-differs');
  if (owner === 'mainland-id' && !PROVINCES.test(number)) flags.push('area-unknown');
  if (!isPlausibleBirthDate(number.slice(6, 14), now)) flags.push('birth-date-implausible');
  return flags;
}

function flagPassport(number: string, country: string): IdentityFlag[] {
  const flags: IdentityFlag[] = [];
  // ICAO 9303 prints A-Z and 0-9; nine characters are usual, longer ones continue in the optional field.
  if (!/^[0-9A-Z]{5,20}$/.test(number)) flags.push('id-format-unknown');
  if (country === '') flags.push('country-missing');
  // ICAO 9303-3: alpha-3, or the single D of German documents.
  else if (!/^([A-Z]{3}|D)$/.test(country)) flags.push('country-unknown');
  return flags;
}

const OTHER_FORMS = {
  'mainland-id': null,
  'hk-mo-permit': /^[HM](\d{8}|\d{10})$/,
  'tw-permit': /^\d{8}$/,
  'foreign-permanent': /^[A-Z]{3}\d{12}$/,
} as const;

/** A document's one spelling and what is odd about it; never refuses. `now` in epoch ms. */
export function checkDocument(document: DocumentInput, now: number): IdentityCheck {
  const number = normaliseDocumentNumber(document.number);
  if (number === '') return { normalised: '', flags: ['number-missing'] };
  if (document.type === 'passport') {
    const flags = isEighteen(number)
      ? flagEighteen('passport', number, now)
      : flagPassport(number, normaliseText(document.country ?? ''));
    return { normalised: number, flags };
  }
  if (isEighteen(number)) return { normalised: number, flags: flagEighteen(document.type, number, now) };
  const known = OTHER_FORMS[document.type]?.test(number) ?? false;
  return { normalised: number, flags: known ? [] : ['id-format-unknown'] };
}

/** The one spelling of a document number; old 15-digit resident numbers become their 18-digit successors. */
export function normaliseDocumentNumber(number: string): string {
  return toEighteenDigits(normaliseText(number));
}
