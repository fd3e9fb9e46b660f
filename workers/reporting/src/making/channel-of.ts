import type { ReleasedResult, ReportKind } from '#lis/persistence';

/**
 * How a released result goes out (law 7). A later version is a correction whatever it says; a retest of one
 * person, or an abnormal tube of one person, is final; an abnormal pool is preliminary until its members are
 * sampled again.
 */
export function channelOf({
  version,
  purpose,
  outcome,
  members,
}: Pick<ReleasedResult, 'version' | 'purpose' | 'outcome' | 'members'>): ReportKind {
  if (version > 1) return 'correction';
  if (purpose === 'recollection') return 'retest';
  if (outcome === 'negative') return 'negative-feed';
  return members === 1 ? 'retest' : 'abnormal-tube';
}

export const statusOf = {
  'abnormal-tube': 'preliminary',
  retest: 'final',
  correction: 'corrected',
} as const satisfies Record<Exclude<ReportKind, 'negative-feed'>, string>;
