import type { CodeableConcept, Identifier, Reference } from 'fhir/r4.js';
import type { Code } from '../report-codes.js';

const LOCAL = 'urn:x-sweepwell';
export const loinc = ({ code, name }: Code): CodeableConcept => concept('http://loinc.org', code, name);
export const snomed = ({ code, name }: Code): CodeableConcept =>
  concept('http://snomed.info/sct', code, name);
export const local = (kind: string, { code, name }: Code): CodeableConcept =>
  concept(`${LOCAL}:${kind}`, code, name);
const concept = (system: string, code: string, display: string): CodeableConcept => ({
  coding: [{ system, code, display }],
});

export const localId = (kind: string, value: string): Identifier => ({ system: `${LOCAL}:${kind}`, value });
export const uuidId = (id: string): Identifier => ({ system: 'urn:ietf:rfc:3986', value: `urn:uuid:${id}` });
export const referenceTo = (id: string): Reference => ({ reference: `urn:uuid:${id}` });
/** A resource that is elsewhere, by what it is known as there. */
export const elsewhere = (type: string, identifier: Identifier): Reference => ({ type, identifier });
