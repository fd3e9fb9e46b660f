import type { CtNotation } from '../profiles/sender-profile.js';
import type { CtState } from './instrument-results.js';

/** How a sender writes a Ct, its words as a set. */
export type CtRules = Omit<CtNotation, 'noCtWords'> & { noCtWords: ReadonlySet<string> };

/**
 * Reads a cycle threshold. Null with state `none` for 0, negative numbers, `Undetermined`, `NoCt`, `-`, `40.00+`,
 * `>40`, as far as the sender's notation has them; `not-sent` for empty text; `unreadable` for anything else that is not a number, `<10` included.
 */
export function parseCt(raw: string, rules: CtRules): { ct: number | null; ctState: CtState } {
  const text = raw.trim();
  if (text === '') return { ct: null, ctState: 'not-sent' };
  if (text === '""' || rules.noCtWords.has(text.toUpperCase().replaceAll(/\s+/g, ''))) return none;
  if (/^(?:>=?|≥)\s*\^?\s*\d+(?:[.,]\d+)?$/.test(text) || /^\d+(?:[.,]\d+)?\s*\+$/.test(text)) return none;
  if (!/^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[Ee][+-]?\d{1,2})?$/.test(text)) return unreadable;
  if (!rules.decimalComma && text.includes(',')) return unreadable;
  const ct = Number(text.replace(',', '.'));
  if (ct <= 0) return rules.zeroIsNoCt ? none : unreadable;
  return rules.noCtFrom !== null && ct >= rules.noCtFrom ? none : { ct, ctState: 'measured' };
}

/** Does a text look like a Ct, or like the words for having none? Decides what an untyped OBX-5 is. */
export function looksLikeCt(raw: string, rules: CtRules): boolean {
  const { ctState } = parseCt(raw, rules);
  return ctState === 'measured' || (ctState === 'none' && !/^neg/i.test(raw.trim()));
}

/** SN (HL7 2.5.1 §2.A.71): `>^40`, `=^28.4`, `^28.4` as one text for parseCt. */
export function structuredNumberText(comparator: string, number: string): string {
  return comparator === '' || comparator === '=' ? number : comparator + number;
}

const none = { ct: null, ctState: 'none' } as const;
const unreadable = { ct: null, ctState: 'unreadable' } as const;
