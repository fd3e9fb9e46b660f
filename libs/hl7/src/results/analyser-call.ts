import type { AnalyserCall } from './instrument-results.js';

// Words and SNOMED CT codes. Inconclusive and indeterminate are none of the three: null, with the raw text kept.
const calls = new Map<string, AnalyserCall>([
  ...listed('POS', ['POS', 'POSITIVE', 'DETECTED', 'REACTIVE', '+', '阳性', '检出', '260373001', '10828004']),
  ...listed('NEG', ['NEG', 'NEGATIVE', 'NOTDETECTED', 'UNDETECTED', 'NONREACTIVE', '阴性', '未检出']),
  ...listed('NEG', ['260415000', '260385009']),
  ...listed('INV', ['INV', 'INVALID', 'FAILED', 'ERROR', '无效', '455371000124106']),
]);

/** The first of the texts (code, name, alternate code …) that is a call of the sender or of everybody; null when none is. */
export function readCall(
  texts: readonly string[],
  own: ReadonlyMap<string, AnalyserCall>,
): AnalyserCall | null {
  for (const text of texts) {
    const word = callWord(text);
    const call = own.get(word) ?? calls.get(word);
    if (call !== undefined) return call;
  }
  return null;
}

/** A word as calls are compared: upper case, without blanks, hyphens and underlines. */
export function callWord(text: string): string {
  return text
    .trim()
    .toUpperCase()
    .replaceAll(/[\s_-]+/g, '');
}

function listed(call: AnalyserCall, words: string[]): [string, AnalyserCall][] {
  return words.map((word) => [word, call]);
}
