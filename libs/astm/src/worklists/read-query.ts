import type { AstmMessage } from '../records/read-records.js';

/** What an instrument wants of our orders (LIS2-A2 §11); times as they were sent. */
export type AstmQuery =
  | { kind: 'query'; wanted: { by: 'codes'; codes: string[] } | { by: 'time'; from: string; to: string } }
  /** it wants no more of what it asked for */
  | { kind: 'cancelled' }
  | { kind: 'refused'; reason: 'not-orders' | 'too-many-codes' };

/** A message of results may ask as well; it is results then. */
export function isAstmQuery({ records }: AstmMessage): boolean {
  return records.some(({ type }) => type === 'Q') && !records.some(({ type }) => type === 'R');
}

/** An instrument loads fewer tubes at once. */
const MAX_CODES = 400;

/**
 * Reads Q: Q-3 is `patient^specimen`, repeated for several; the specimen is what counts, or the only component there
 * is. Empty and `ALL` mean whatever is there, in the time of. Q-13 tells orders (O, or nothing) from
 * results (F, P …), which nobody here answers, and A gives the query up.
 */
export function readAstmQuery({ records }: AstmMessage): AstmQuery {
  const queries = records.filter(({ type }) => type === 'Q');
  const codes: string[] = [];
  for (const query of queries) {
    const asked = query.repetitions(13).map(([status = '']) => status.toUpperCase());
    if (asked.includes('A')) return { kind: 'cancelled' };
    if (asked.some((one) => one !== '' && one !== 'O' && one !== 'N' && one !== 'R'))
      return { kind: 'refused', reason: 'not-orders' };
    for (const [first = '', specimen = ''] of query.repetitions(3)) {
      const code = specimen === '' ? first : specimen;
      if (code !== '' && code.toUpperCase() !== 'ALL') codes.push(code);
    }
  }
  if (codes.length > MAX_CODES) return { kind: 'refused', reason: 'too-many-codes' };
  if (codes.length > 0) return { kind: 'query', wanted: { by: 'codes', codes: [...new Set(codes)] } };
  const [query] = queries;
  return {
    kind: 'query',
    wanted: { by: 'time', from: query?.text(7) ?? '', to: query?.text(8) ?? '' },
  };
}
