import { normaliseBirthDate } from './birth-date.js';
import { normaliseDocumentNumber } from './check-document.js';
import type { DocumentInput, IdentityInput } from './identity.js';
import { isEighteen, normaliseText } from './normalise.js';

function documentKey(document: DocumentInput): string | null {
  const number = normaliseDocumentNumber(document.number);
  if (number === '') return null;
  if (document.type === 'passport' && !isEighteen(number)) {
    return `passport:${normaliseText(document.country ?? '') || '?'}:${number}`;
  }
  // The last two of eleven characters count a travel permit's re-issues: the person keeps the first nine.
  return `cn:${/^[HM]\d{10}$/.test(number) ? number.slice(0, 9) : number}`;
}

function childPart(identity: IdentityInput): string | null {
  const name = normaliseText(identity.child?.name ?? '');
  const ordinal = identity.child?.ordinal;
  const born = identity.birthDate === undefined ? null : normaliseBirthDate(identity.birthDate);
  // The name comes first: families count their children differently from one visit to the next.
  const who = name === '' ? (ordinal === undefined ? '' : `#${ordinal}`) : name;
  return who === '' && born === null ? null : `${who}:${born ?? ''}`;
}

/**
 * The canonical text of an identity, to be hashed with a key before it is stored or looked up.
 * Numbers issued in China share one name space, whatever type they were typed under; passports are told apart
 * by country. Null when the input names nobody (no number, no token, a child that could be any of the
 * guardian's): such a person must get an identity of their own, or strangers would become one person.
 */
export function identityKey(identity: IdentityInput): string | null {
  switch (identity.type) {
    case 'none': {
      const token = identity.number.trim();
      return token === '' ? null : `none:${token}`;
    }
    case 'guardian': {
      const guardian = identity.guardian ? documentKey(identity.guardian) : null;
      const child = childPart(identity);
      return guardian === null || child === null ? null : `guardian:${guardian}:${child}`;
    }
    default:
      return documentKey({ type: identity.type, number: identity.number, country: identity.country });
  }
}
