import { csvText } from '#lis/domain';
import type { DecodedBatch } from './decode-batch.js';
import { specimenLabel } from './read-specimens.js';

const HEADING = [
  'batch',
  'specimen',
  'call',
  'reason',
  'posterior',
  'negative_pools',
  'valid_pools',
  'rule',
  'alerts',
  'negatives_may_leave',
  'design',
  'design_sha256',
  'decoder',
  'posterior_without_ct',
  'own_ct',
];

/** One line a specimen, in the design's order, without a byte order mark: each line says everything about its call. */
export function csvOf(batches: readonly DecodedBatch[]): string {
  const rows = batches.flatMap(({ name, named, designHash, decoded, rules }) =>
    decoded.calls.map((call) => [
      name,
      specimenLabel(named, call.specimen),
      call.call,
      call.reason,
      call.posterior,
      call.negativePools,
      call.validPools,
      rules[call.specimen] ?? '',
      decoded.alerts.join(' '),
      String(decoded.negativesMayLeave),
      decoded.designId,
      designHash,
      decoded.version,
      call.ct?.posteriorWithout ?? null,
      call.ct?.own ?? null,
    ]),
  );
  return csvText([HEADING, ...rows]).slice(1);
}
