// Result statuses of LIS2-A2 §9.9 and report types of §8.4.26 (O-26) as those of HL7 table 0085, which has the
// same letters for other things: an ASTM W is doubt of a result, an HL7 W its withdrawal.
const results: Record<string, string> = {
  F: 'F',
  V: 'F',
  // sent before, and sent again
  R: 'F',
  // answers a query of ours
  Q: 'F',
  C: 'C',
  X: 'X',
  W: 'X',
  // pending, partial, needed to go on, a level of a susceptibility
  P: 'P',
  I: 'P',
  S: 'P',
  N: 'P',
  M: 'P',
};
const reports: Record<string, string> = { F: 'F', C: 'C', P: 'P', I: 'P', X: 'X', Y: 'X', Z: 'X' };

/** `F@C`, a final result that corrects one, is a correction; `''` when nothing is said. */
export function resultStatus(repetitions: readonly (readonly string[])[]): string {
  return statusOf(repetitions, results, 'P');
}

/** `Q@F`: final, in answer to a query. */
export function reportStatus(repetitions: readonly (readonly string[])[]): string {
  return statusOf(repetitions, reports, '');
}

function statusOf(
  repetitions: readonly (readonly string[])[],
  known: Record<string, string>,
  other: string,
): string {
  const said = repetitions.map(([one = '']) => one.toUpperCase()).filter((one) => one !== '');
  const found = said.map((one) => known[one] ?? other);
  return found.includes('C') ? 'C' : (found.findLast((one) => one !== '') ?? '');
}
