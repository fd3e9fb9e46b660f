import type { BatchAlert } from '#lis/domain';

/** What an alert asks a person to look at before any negative of the batch leaves. */
export const ALERT_TEXTS: Readonly<Record<BatchAlert, string>> = {
  'improbable-readings':
    'such readings are rarer than 1 in 1,000 batches: wrong design, wrong plate, or a failed run?',
  'unexplained-pool': 'a positive pool that nobody of the best explanation is in: contamination?',
  'contradicted-negatives': 'the best explanation needs more negative pools to be wrong than are tolerated',
  budget: 'too many explanations to weigh in time: pools alone decided, no chances are given',
  contradiction: 'nothing explains these readings with tests that never err',
  'over-capacity': 'more positives than the design can tell apart',
  'failed-control': 'a control of the run failed',
  'decoder-failed': 'the decoder broke on this batch: pools alone decided, no chances are given',
  'inconsistent-ct':
    'Ct values of the pools do not fit the best explanation: contamination, or specimens swapped?',
  'mismatched-ct': 'a Ct value says otherwise than the outcome of its pool',
  'discrepant-master': 'the master pool is negative and another pool is positive',
};
