import type { SingleReport } from '#lis/contracts';
import type { Observation, Reference } from 'fhir/r4.js';
import {
  type Code,
  findingOf,
  findingOfCall,
  overallTest,
  poolMethod,
  targetCodes,
} from '../report-codes.js';
import { local, loinc, referenceTo, snomed, uuidId } from './coding.js';
import type { FhirIds } from './fhir-ids.js';
import { createdOnce, type Entry, replaced } from './transaction.js';

type Call = SingleReport['calls'][number];
type Value = Pick<Observation, 'valueCodeableConcept' | 'valueQuantity' | 'dataAbsentReason'>;
export const statuses = { preliminary: 'preliminary', final: 'final', corrected: 'amended' } as const;

/** A correction takes the place of what was said before; a repeat of the first version never does. */
export const requestFor = ({ version }: { version: number }) => (version > 1 ? replaced : createdOnce);

/** The overall finding first, then each target; nothing of the targets of a pool that is negative. */
export function observationEntries(report: SingleReport, ids: FhirIds, subject?: Reference): Entry[] {
  const { tube, outcome, calls } = report;
  const told = tube.members > 1 && outcome === 'negative' ? [] : calls;
  const targets = told.map((call) => targetEntry(report, call, ids, subject));
  const value = { valueCodeableConcept: snomed(findingOf(outcome, tube.members)) };
  const id = ids.observation('overall');
  const overall: Observation = {
    ...common(report, id, loinc(overallTest), ids, subject),
    ...value,
    ...(targets.length > 0 && { hasMember: targets.map((target) => referenceTo(target.id)) }),
  };
  return [{ id, resource: overall, request: requestFor(report)(overall, uuidId(id)) }, ...targets];
}

function targetEntry(report: SingleReport, call: Call, ids: FhirIds, subject?: Reference): Entry {
  const id = ids.observation(`target:${call.target}`);
  const codes = targetCodes.get(call.target.toUpperCase());
  const code = call.ct === null ? codes?.presence : codes?.ct;
  const localCode: Code =
    call.ct === null
      ? { code: call.target, name: call.target }
      : { code: `${call.target}_CT`, name: `${call.target} cycle threshold` };
  const resource: Observation = {
    ...common(report, id, code ? loinc(code) : local('target', localCode), ids, subject),
    ...valueOf(call),
  };
  return { id, resource, request: requestFor(report)(resource, uuidId(id)) };
}

/** No Ct is not a Ct of 0: what the analyser said instead, or that nothing is known. */
function valueOf({ ct, analyserCall }: Call): Value {
  if (ct !== null) {
    return { valueQuantity: { value: ct, unit: 'Ct', system: 'http://unitsofmeasure.org', code: '{Ct}' } };
  }
  const finding = findingOfCall(analyserCall);
  if (finding) return { valueCodeableConcept: snomed(finding) };
  const system = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';
  return { dataAbsentReason: { coding: [{ system, code: 'unknown' }] } };
}

function common(
  report: SingleReport,
  id: string,
  code: Observation['code'],
  ids: FhirIds,
  subject?: Reference,
): Observation {
  const pool = poolMethod(report.tube.members);
  const system = 'http://terminology.hl7.org/CodeSystem/observation-category';
  return {
    resourceType: 'Observation',
    identifier: [uuidId(id)],
    status: statuses[report.status],
    category: [{ coding: [{ system, code: 'laboratory' }] }],
    code,
    ...(subject && { subject }),
    effectiveDateTime: report.sampling.sealedAt,
    issued: report.verifiedAt,
    performer: [referenceTo(ids.laboratory)],
    ...(pool && { method: { ...local('method', pool), text: pool.name } }),
    specimen: referenceTo(ids.tube),
  };
}
