import type { SingleReport } from '#lis/contracts';
import type { Extension, Specimen } from 'fhir/r4.js';
import { respiratorySpecimen } from '../report-codes.js';
import { localId, referenceTo, snomed, uuidId } from './coding.js';
import type { FhirIds } from './fhir-ids.js';
import { createdOnce, type Entry } from './transaction.js';

/** R5's Specimen.combined in R4. */
export const pooled: Extension = {
  url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Specimen.combined',
  valueCode: 'pooled',
};

/** The tube; of a pool also the swab of each member, which are its parents. */
export function specimenEntries(report: SingleReport, ids: FhirIds): Entry[] {
  const { tube, people, sampling, custody } = report;
  const isPool = tube.members > 1;
  const swabs = isPool ? people.map(({ ordinal }) => swabEntry(report, ordinal, ids)) : [];
  const [only] = people;
  const subject = isPool ? ids.group : only && ids.patient(only.ordinal);
  const resource: Specimen = {
    resourceType: 'Specimen',
    ...(isPool && { extension: [pooled] }),
    identifier: [uuidId(ids.tube)],
    accessionIdentifier: localId('tube', tube.code),
    type: snomed(respiratorySpecimen),
    ...(subject && { subject: referenceTo(subject) }),
    ...(custody.receivedAt && { receivedTime: custody.receivedAt }),
    ...(swabs.length > 0 && { parent: swabs.map(({ id }) => referenceTo(id)) }),
    collection: { collectedDateTime: sampling.sealedAt },
  };
  return [...swabs, { id: ids.tube, resource, request: createdOnce(resource, uuidId(ids.tube)) }];
}

function swabEntry({ sampling }: SingleReport, ordinal: number, ids: FhirIds): Entry {
  const id = ids.swab(ordinal);
  const resource: Specimen = {
    resourceType: 'Specimen',
    identifier: [uuidId(id)],
    type: snomed(respiratorySpecimen),
    subject: referenceTo(ids.patient(ordinal)),
    collection: { collectedDateTime: sampling.sealedAt },
  };
  return { id, resource, request: createdOnce(resource, uuidId(id)) };
}
