import type { Drill } from '../drill.js';
import type { LedgerLine } from './ledger-line.js';
import { readElr, readFhir } from './read-formats.js';

export type Format = 'elr' | 'fhir';
export type FormatCounts = { reports: number; repeats: number; missing: number };
export type FormatBooks = ReturnType<typeof keepFormatBooks>;
type Known = { sha256: string; tubeCode: string; receipted: boolean };

/** What the desks for ELR and FHIR got, against what the desk for JSON knows that they must get. */
export function keepFormatBooks({ violations }: Drill) {
  // report:version → the tube that it is of
  const owed = new Map<string, string>();
  const known = { elr: new Map<string, Known>(), fhir: new Map<string, Known>() };
  const repeats = { elr: 0, fhir: 0 };

  const compare = (format: Format, key: string) => {
    const [expected, got] = [owed.get(key), known[format].get(key)];
    if (expected !== undefined && got !== undefined && got.tubeCode !== expected)
      violations.add(`${format}-of-another-tube`, key);
  };
  const missing = (format: Format) =>
    [...owed.keys()].filter((key) => known[format].get(key)?.receipted !== true).length;
  return {
    /** The desk for JSON has a report that the others must have too. */
    owe(key: string, tubeCode: string): void {
      owed.set(key, tubeCode);
      compare('elr', key);
      compare('fhir', key);
    },
    enter(format: Format, line: LedgerLine): void {
      const key = line.idempotencyKey;
      const before = known[format].get(key);
      if (before) {
        repeats[format] += 1;
        if (before.sha256 !== line.sha256) violations.add(`${format}-repeat-differs`, key);
        before.receipted ||= !line.lost;
        return;
      }
      const tubeCode = (format === 'elr' ? readElr : readFhir)(line.body)?.tubeCode ?? '';
      known[format].set(key, { sha256: line.sha256, tubeCode, receipted: !line.lost });
      compare(format, key);
    },
    has: (format: Format, key: string) => known[format].has(key),
    missing: () => missing('elr') + missing('fhir'),
    counts: (format: Format): FormatCounts => ({
      reports: known[format].size,
      repeats: repeats[format],
      missing: missing(format),
    }),
  };
}
