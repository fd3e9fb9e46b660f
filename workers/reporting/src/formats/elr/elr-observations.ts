import type { SingleReport } from '#lis/contracts';
import { components, repetitions } from '#lis/hl7';
import { findingOf, findingOfCall, overallTest, poolMethod, targetCodes } from '../report-codes.js';
import { coded, entity, LOCAL_CODES, organisation, time } from './elr-types.js';
import { segment } from './segment.js';

type Status = 'P' | 'F' | 'C';
type Call = SingleReport['calls'][number];

/** The overall finding, then each target; nothing of the targets of a pool that is negative. */
export function writeObservations(report: SingleReport, status: Status): string[] {
  const { tube, outcome, calls } = report;
  const overall = segment('OBX', {
    1: 1,
    2: 'CWE',
    3: coded(overallTest, 'LN'),
    5: coded(findingOf(outcome, tube.members), 'SCT'),
    8: components(outcome === 'negative' ? 'N' : 'A', '', 'HL70078'),
    11: status,
    ...circumstances(report),
  });
  if (tube.members > 1 && outcome === 'negative') return [overall];
  return [overall, ...calls.map((call, index) => writeTarget(report, call, index + 2, status))];
}

function writeTarget(
  report: SingleReport,
  { target, ct, analyserCall }: Call,
  setId: number,
  status: Status,
) {
  const codes = targetCodes.get(target.toUpperCase());
  if (ct !== null) {
    return segment('OBX', {
      1: setId,
      2: 'NM',
      3: codes ? coded(codes.ct, 'LN') : components(`${target}_CT`, `${target} cycle threshold`, LOCAL_CODES),
      5: ct,
      6: components('{Ct}', 'cycle threshold', 'UCUM'),
      11: status,
      ...circumstances(report),
    });
  }
  // no Ct is not a Ct of 0: what the analyser said instead, or that nothing could be obtained (HL7 table 0085, X)
  const finding = findingOfCall(analyserCall);
  return segment('OBX', {
    1: setId,
    2: 'CWE',
    3: codes ? coded(codes.presence, 'LN') : components(target, target, LOCAL_CODES),
    5: finding ? coded(finding, 'SCT') : undefined,
    11: finding ? status : 'X',
    ...circumstances(report),
  });
}

const circumstances = ({ sampling, verifiedBy, run, tube, laboratory }: SingleReport) => {
  const pool = poolMethod(tube.members);
  const kit = components(run.kit, `${run.kit} ${run.kitVersion}`, LOCAL_CODES);
  return {
    14: time(sampling.sealedAt),
    16: components(verifiedBy),
    17: pool ? repetitions(kit, components(pool.code, pool.name, LOCAL_CODES)) : kit,
    18: entity(run.instrument),
    23: organisation(laboratory.name, laboratory.code),
  };
};
