import type { SingleReport } from '#lis/contracts';
import { momentText, realmOf } from '#lis/domain';
import type { ReleasedResult, ReportSource } from '#lis/persistence';
import { statusOf } from './channel-of.js';
import { reportDueMs } from './report-due.js';
import { reportId } from './report-id.js';

export type NamedPerson = SingleReport['people'][number];

const momentOrNull = (at: number | null) => (at === null ? null : momentText(at));

/** The report of one tube as its recipients read it (HL7.md section 6 names the fields). */
export function singleReport(
  kind: SingleReport['kind'],
  result: ReleasedResult,
  source: ReportSource,
  people: NamedPerson[],
  at: number,
): SingleReport {
  return {
    reportId: reportId('tube', result.sweepId, result.tubeId),
    version: result.version,
    realm: realmOf(result.sweepId),
    sweepId: result.sweepId,
    reason: kind === 'correction' ? 'corrected' : 'new',
    madeAt: momentText(at),
    kind,
    status: statusOf[kind],
    tube: {
      id: result.tubeId,
      code: result.code,
      purpose: result.purpose,
      pool: result.members === 1 ? 'single' : 'swab-pool',
      members: result.members,
      causeTubeId: source.causeTubeId,
    },
    people,
    sampling: {
      siteCode: source.siteCode,
      siteName: source.siteName,
      sealedAt: momentText(source.sealedAt),
      deviceId: source.deviceId,
    },
    custody: { handedOverAt: momentOrNull(source.handedOverAt), receivedAt: momentOrNull(source.receivedAt) },
    laboratory: { code: source.laboratoryCode, name: source.laboratoryName },
    run: {
      instrument: source.instrument,
      runNumber: source.runNumber,
      plate: source.plate,
      well: source.well,
      kit: source.kit,
      kitVersion: source.kitVersion,
      kitLot: source.kitLot,
      ruleVersion: source.ruleVersion,
    },
    calls: source.calls,
    outcome: result.outcome,
    verifiedBy: source.verifiedBy,
    verifiedAt: momentText(result.releasedAt),
    reportDueAt: momentText(result.releasedAt + reportDueMs),
  };
}
