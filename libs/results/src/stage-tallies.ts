import type { TallyRow } from '#lis/persistence';
import type { Result } from './result.js';

/** Deltas of a stage for screening tubes (coverage and funnel count screening only), one a site and metric. */
export function stageTallies(
  metric: string,
  results: readonly Pick<Result, 'sweepId' | 'siteId' | 'purpose' | 'members'>[],
  at: number,
  sign: 1 | -1 = 1,
): TallyRow[] {
  const sums = new Map<string, { sweepId: number; siteId: number; tubes: number; people: number }>();
  for (const { sweepId, siteId, purpose, members } of results) {
    if (purpose !== 'screening') continue;
    const key = `${sweepId}/${siteId}`;
    const sum = sums.get(key) ?? { sweepId, siteId, tubes: 0, people: 0 };
    sum.tubes += sign;
    sum.people += sign * members;
    sums.set(key, sum);
  }
  return [...sums.values()].flatMap(({ sweepId, siteId, tubes, people }) => [
    { sweepId, siteId, residenceId: null, at, metric, n: tubes },
    { sweepId, siteId, residenceId: null, at, metric: `${metric}-people`, n: people },
  ]);
}
