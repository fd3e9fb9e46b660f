import type { SingleReport } from '#lis/contracts';
import type { Group, Organization, Patient } from 'fhir/r4.js';
import { localId, referenceTo, uuidId } from './coding.js';
import type { FhirIds } from './fhir-ids.js';
import { createdOnce, type Entry } from './transaction.js';

type Person = SingleReport['people'][number];

export function patientEntry(person: Person, ids: FhirIds): Entry {
  const id = ids.patient(person.ordinal);
  const { name, identityType, identityNumber, phone, residenceCode } = person;
  const resource: Patient = {
    resourceType: 'Patient',
    identifier: [
      uuidId(id),
      ...(identityNumber === '' ? [] : [localId(`document:${identityType}`, identityNumber)]),
    ],
    ...(name !== '' && { name: [{ use: 'official' as const, text: name }] }),
    ...(phone !== '' && { telecom: [{ system: 'phone' as const, value: phone }] }),
    ...(residenceCode && { address: [{ use: 'home' as const, district: residenceCode, country: 'CN' }] }),
  };
  return { id, resource, request: createdOnce(resource, uuidId(id)) };
}

/** Everybody whose swab is in a tube: what a pool's result is about. */
export function groupEntry({ tube, people }: SingleReport, ids: FhirIds): Entry {
  const resource: Group = {
    resourceType: 'Group',
    identifier: [uuidId(ids.group)],
    type: 'person',
    actual: true,
    name: tube.code,
    quantity: tube.members,
    ...(people.length > 0 && {
      member: people.map(({ ordinal }) => ({ entity: referenceTo(ids.patient(ordinal)) })),
    }),
  };
  return { id: ids.group, resource, request: createdOnce(resource, uuidId(ids.group)) };
}

export function organisationEntry(
  id: string,
  kind: 'laboratory' | 'site',
  code: string,
  name: string,
): Entry {
  const resource: Organization = {
    resourceType: 'Organization',
    identifier: [localId(kind, code)],
    // an organization needs an identifier or a name (org-1)
    ...(name !== '' && { name }),
  };
  return { id, resource, request: createdOnce(resource, localId(kind, code)) };
}
