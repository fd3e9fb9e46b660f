/**
 * How long, in ms, two reports of one run (messages and a file, or two files) may lie apart: a file tells when the run
 * ended, messages when each well was read, and clocks differ (docs/decisions/0013).
 */
export const SAME_RUN_WITHIN_MS = 12 * 60 * 60 * 1000;

/** Whether two reports of one measurement say the same: messages carry two decimals where files carry more. */
export function isSameReportedCt(one: number | null, other: number | null): boolean {
  if (one === null || other === null) return one === other;
  return Math.abs(one - other) < 0.0101;
}
