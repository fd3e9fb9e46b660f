import type { AnalyserCall } from './instrument-results.js';

// Words and SNOMED CT codes. Inconclusive and indeterminate are none of the three: null, with the raw text kept.
const calls = new Map<string, AnalyserCall>([
  ...listed('POS', ['POS', 'POSITIVE', 'DETECTED', 'REACTIVE', '+', '阳性', '检出', '260373001', '10828004']),
  ...listed('NEG', ['NEG', 'NEGATIVE', 'NOTDETECTED', 'UNDETECTED', 'NONREACTIVE', '阴性', '未检出']),
  ...listed('NEG', ['260415000', '260385009']),
  ...listed('INV', ['INV', 'INVALID', 'FAILED', 'ERROR', '无效', '455371000124106']),
]);

/** The first of the texts (code, name, alternate code …) that is a call we know; null when none is. */
export function readCall(texts: readonly string[]): AnalyserCall | null {
  for (const text of texts) {
    const call = calls.get(
      text
        .trim()
        .toUpperCase()
        .replaceAll(/[\s_-]+/g, ''),
    );
    if (call !== undefined) return call;
  }
  return null;
}

function listed(call: AnalyserCall, words: string[]): [string, AnalyserCall][] {
  return words.map((word) => [word, call]);
}
