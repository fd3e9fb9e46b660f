import type { SingleReport } from '#lis/contracts';
import type { Bundle, DiagnosticReport, Provenance, Reference, ServiceRequest } from 'fhir/r4.js';
import { reportId as stableUuid } from '../../making/report-id.js';
import { findingOf, overallTest } from '../report-codes.js';
import { elsewhere, localId, loinc, referenceTo, snomed, uuidId } from './coding.js';
import { type FhirIds, fhirIds } from './fhir-ids.js';
import { observationEntries, requestFor, statuses } from './observations.js';
import { groupEntry, organisationEntry, patientEntry } from './people.js';
import { specimenEntries } from './specimens.js';
import { createdOnce, type Entry, transaction } from './transaction.js';

/**
 * A report as a FHIR R4 transaction. A pool's result is about a Group, its members, and preliminary; a person is
 * the subject only of the tube that holds nobody else's swab. DiagnosticReport.identifier is the report's id and
 * stays through corrections, which are `amended`.
 */
export function fhirOfSingle(report: SingleReport): Bundle {
  const ids = fhirIds(report);
  const { people, tube, laboratory, sampling } = report;
  const isPool = tube.members > 1;
  const [only] = people;
  const about = isPool ? ids.group : only && ids.patient(only.ordinal);
  const subject = about === undefined ? undefined : referenceTo(about);
  const observations = observationEntries(report, ids, subject);
  const named = isPool ? people : people.slice(0, 1);
  return transaction(stableUuid('bundle', report.reportId, report.version), report.realm, report.madeAt, [
    organisationEntry(ids.laboratory, 'laboratory', laboratory.code, laboratory.name),
    organisationEntry(ids.site, 'site', sampling.siteCode, sampling.siteName),
    ...named.map((person) => patientEntry(person, ids)),
    ...(isPool ? [groupEntry(report, ids)] : []),
    ...specimenEntries(report, ids),
    // R4 wants to know who a request is about; nobody is named once retention has ended
    ...(subject ? [orderEntry(report, ids, subject)] : []),
    ...observations,
    reportEntry(report, ids, observations, subject),
    provenanceEntry(report, ids, observations),
  ]);
}

function orderEntry({ tube, sampling, sweepId }: SingleReport, ids: FhirIds, subject: Reference): Entry {
  const cause = tube.causeTubeId;
  const resource: ServiceRequest = {
    resourceType: 'ServiceRequest',
    identifier: [uuidId(ids.order)],
    status: 'completed',
    intent: 'order',
    code: loinc(overallTest),
    subject,
    authoredOn: sampling.sealedAt,
    requester: referenceTo(ids.site),
    // a retest is ordered because of another tube, whose report the receiver knows by its identifier
    ...(cause && {
      reasonReference: [elsewhere('DiagnosticReport', uuidId(stableUuid('tube', sweepId, cause)))],
    }),
    specimen: [referenceTo(ids.tube)],
  };
  return { id: ids.order, resource, request: createdOnce(resource, uuidId(ids.order)) };
}

function reportEntry(report: SingleReport, ids: FhirIds, observations: Entry[], subject?: Reference): Entry {
  const category = { system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' };
  const resource: DiagnosticReport = {
    resourceType: 'DiagnosticReport',
    identifier: [uuidId(ids.report)],
    ...(subject && { basedOn: [referenceTo(ids.order)], subject }),
    status: statuses[report.status],
    category: [{ coding: [category] }],
    code: loinc(overallTest),
    effectiveDateTime: report.sampling.sealedAt,
    issued: report.verifiedAt,
    performer: [referenceTo(ids.laboratory)],
    specimen: [referenceTo(ids.tube)],
    result: observations.map(({ id }) => referenceTo(id)),
    conclusionCode: [snomed(findingOf(report.outcome, report.tube.members))],
  };
  return { id: ids.report, resource, request: requestFor(report)(resource, uuidId(ids.report)) };
}

/** Who verified what. Provenance has no identifier to look for in R4: it is put under an id that is ours. */
function provenanceEntry(report: SingleReport, ids: FhirIds, observations: Entry[]): Entry {
  const id = ids.provenance(report.version);
  const type = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type';
  const resource: Provenance = {
    resourceType: 'Provenance',
    id,
    target: [ids.report, ...observations.map((observation) => observation.id)].map(referenceTo),
    recorded: report.verifiedAt,
    agent: [
      {
        type: { coding: [{ system: type, code: 'verifier' }] },
        who: { identifier: localId('actor', report.verifiedBy) },
        onBehalfOf: referenceTo(ids.laboratory),
      },
    ],
  };
  return { id, resource, request: { method: 'PUT', url: `Provenance/${id}` } };
}
