import type { CtState } from './instrument-results.js';

// Words of analysers for "no curve crossed the threshold" (ABI, LightCycler, CFX, SLAN, GeneXpert, Chinese exports).
const noCtWords = new Set(
  'UNDETERMINED UNDET UND NOCT NO-CT NOCQ NAN N/A NA NONE NULL NEG NEGATIVE - -- — – 无 无CT 未检出'.split(
    ' ',
  ),
);

/**
 * Reads a cycle threshold. Null with state `none` for 0, negative numbers, `Undetermined`, `NoCt`, `-`, `40.00+`,
 * `>40`; `not-sent` for empty text; `unreadable` for anything else that is not a number, `<10` included.
 */
export function parseCt(raw: string): { ct: number | null; ctState: CtState } {
  const text = raw.trim();
  if (text === '') return { ct: null, ctState: 'not-sent' };
  if (text === '""' || noCtWords.has(text.toUpperCase().replaceAll(/\s+/g, ''))) return none;
  if (/^(?:>=?|≥)\s*\^?\s*\d+(?:[.,]\d+)?$/.test(text) || /^\d+(?:[.,]\d+)?\s*\+$/.test(text)) return none;
  if (!/^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[Ee][+-]?\d{1,2})?$/.test(text)) return unreadable;
  const ct = Number(text.replace(',', '.'));
  return ct > 0 ? { ct, ctState: 'measured' } : none;
}

/** Does a text look like a Ct, or like the words for having none? Decides what an untyped OBX-5 is. */
export function looksLikeCt(raw: string): boolean {
  const { ctState } = parseCt(raw);
  return ctState === 'measured' || (ctState === 'none' && !/^neg/i.test(raw.trim()));
}

/** SN (HL7 2.5.1 §2.A.71): `>^40`, `=^28.4`, `^28.4` as one text for parseCt. */
export function structuredNumberText(comparator: string, number: string): string {
  return comparator === '' || comparator === '=' ? number : comparator + number;
}

const none = { ct: null, ctState: 'none' } as const;
const unreadable = { ct: null, ctState: 'unreadable' } as const;
