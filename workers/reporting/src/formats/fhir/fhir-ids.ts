import type { SingleReport } from '#lis/contracts';
import { reportId as stableUuid } from '../../making/report-id.js';

export type FhirIds = ReturnType<typeof fhirIds>;

/** The UUIDs of a report's resources: the same for every repeat and every version, whoever makes them. */
export function fhirIds({ reportId, tube, laboratory, sampling }: SingleReport) {
  return {
    report: reportId,
    order: stableUuid('service-request', reportId),
    observation: (target: string) => stableUuid('observation', reportId, target),
    provenance: (version: number) => stableUuid('provenance', reportId, version),
    tube: tube.id,
    group: stableUuid('members', tube.id),
    /** of the member of this tube: no id may be made of a document's number, which could be guessed back */
    patient: (ordinal: number) => stableUuid('member', tube.id, ordinal),
    swab: (ordinal: number) => stableUuid('swab', tube.id, ordinal),
    laboratory: stableUuid('laboratory', laboratory.code),
    site: stableUuid('site', sampling.siteCode),
  };
}
