import type { Bundle, DiagnosticReport, FhirResource, Observation, Specimen } from 'fhir/r4.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkR4 } from '../../testing/check-r4.js';
import { aFeed, aSingle } from '../../testing/report.builder.js';
import { fhirOfFeed } from './fhir-of-feed.js';
import { fhirOfSingle } from './fhir-of-single.js';

const uuid = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Every `reference` that stands anywhere in a value. */
function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'reference' && typeof inner === 'string' ? [inner] : referencesIn(inner),
  );
}

/** Empty objects, lists and texts, and nulls: FHIR's JSON has none. */
function emptiesIn(value: unknown): number {
  if (value === null || value === '' || value === undefined) return 1;
  if (typeof value !== 'object') return 0;
  const inner = Object.values(value);
  return inner.length === 0 ? 1 : inner.reduce<number>((sum, one) => sum + emptiesIn(one), 0);
}

function expectSound({ entry = [] }: Bundle): void {
  const urls = entry.map(({ fullUrl = '' }) => fullUrl);
  expect(new Set(urls).size).toBe(urls.length);
  for (const { fullUrl, resource, request } of entry) {
    expect(fullUrl).toMatch(uuid);
    expect(emptiesIn(resource)).toBe(0);
    const contained = 'contained' in (resource ?? {}) ? ['#tube'] : [];
    expect(referencesIn(resource).filter((one) => !urls.includes(one) && !contained.includes(one))).toEqual(
      [],
    );
    // a repeat must find what it made: nothing is posted without a condition
    if (request?.method === 'POST') expect(request.ifNoneExist).toMatch(/^identifier=[^ |]+%7C[^ |]+$/);
    else expect(request?.url).toMatch(/^(\w+\?identifier=|Provenance\/[0-9a-f-]{36}$)/);
  }
}
const of = <R extends FhirResource>({ entry = [] }: Bundle, type: R['resourceType']) =>
  entry.flatMap(({ resource }) => (resource?.resourceType === type ? [resource as R] : []));

describe('FHIR of reports', () => {
  const shapes = [
    aSingle({ members: 10, kind: 'abnormal-tube' }),
    aSingle({ members: 1, kind: 'retest' }),
    aSingle({ members: 1, kind: 'retest', outcome: 'invalid' }),
    aSingle({ members: 5, kind: 'correction', outcome: 'negative' }),
    { ...aSingle({ members: 3, kind: 'abnormal-tube' }), people: [] },
    { ...aSingle({ members: 1, kind: 'retest' }), people: [] },
  ];

  it('is what the R4 definitions allow', () => {
    const bundles = [...shapes.map(fhirOfSingle), fhirOfFeed(aFeed(6))];
    expect(checkR4(bundles)).toEqual([]);
    // the check does find things
    const wrong = structuredClone(bundles[0]!);
    const [report] = of<DiagnosticReport>(wrong, 'DiagnosticReport');
    Object.assign(report!, { status: 'done', colour: 'red', code: undefined });
    expect(checkR4([wrong]).length).toBeGreaterThan(0);
  }, 60_000);

  it('has no reference that leads nowhere and nothing empty, whoever the people are', () => {
    for (const shape of shapes) expectSound(fhirOfSingle(shape));
    expectSound(fhirOfFeed(aFeed(7)));
    const text = fc.oneof(fc.constant(''), fc.string({ unit: 'binary', maxLength: 20 }));
    const person = fc.record({
      name: text,
      identityType: fc.constantFrom('mainland-id', 'passport', 'none'),
      identityNumber: text,
      phone: text,
      residenceCode: fc.oneof(fc.constant(null), text),
    });
    fc.assert(
      fc.property(fc.array(person, { maxLength: 6 }), fc.boolean(), (people, corrected) => {
        const members = Math.max(1, people.length);
        const shape = aSingle({
          members,
          kind: corrected ? 'correction' : members > 1 ? 'abnormal-tube' : 'retest',
        });
        const named = people.map((one, index) => ({ ...one, ordinal: index + 1 }));
        const bundle = fhirOfSingle({ ...shape, people: named });
        expectSound(bundle);
        expect(JSON.stringify(bundle)).toBe(JSON.stringify(fhirOfSingle({ ...shape, people: named })));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('makes a positive pool a preliminary result about its members together', () => {
    const bundle = fhirOfSingle(shapes[0]!);
    const [report] = of<DiagnosticReport>(bundle, 'DiagnosticReport');
    const [group] = bundle.entry!.filter(({ resource }) => resource?.resourceType === 'Group');
    expect(report).toMatchObject({ status: 'preliminary', subject: { reference: group?.fullUrl } });
    const patients = bundle.entry!.filter(({ resource }) => resource?.resourceType === 'Patient');
    expect(patients).toHaveLength(10);
    for (const observation of of<Observation>(bundle, 'Observation')) {
      expect(observation.subject?.reference).toBe(group?.fullUrl);
      expect(observation.status).toBe('preliminary');
      expect(observation.method?.text).toBe('pooled 10:1');
    }
    const tube = of<Specimen>(bundle, 'Specimen').find(({ accessionIdentifier }) => accessionIdentifier);
    expect(tube?.parent).toHaveLength(10);
    expect(tube?.extension).toEqual([
      { url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Specimen.combined', valueCode: 'pooled' },
    ]);
  });

  it('amends under the same identifier, and only then changes what is there', () => {
    const [first, second] = [shapes[1]!, aSingle({ members: 1, kind: 'correction' })].map(fhirOfSingle);
    const identifier = (bundle: Bundle) => of<DiagnosticReport>(bundle, 'DiagnosticReport')[0]?.identifier;
    expect(identifier(second!)).toEqual(identifier(first!));
    expect(of<DiagnosticReport>(second!, 'DiagnosticReport')[0]?.status).toBe('amended');
    const methods = (bundle: Bundle) =>
      bundle
        .entry!.filter(({ resource }) => /Report|Observation/.test(resource!.resourceType))
        .map(({ request }) => request!.method);
    expect(new Set(methods(first!))).toEqual(new Set(['POST']));
    expect(new Set(methods(second!))).toEqual(new Set(['PUT']));
    const patient = second!.entry!.find(({ resource }) => resource?.resourceType === 'Patient');
    expect(patient?.request?.method).toBe('POST');
    // a document's number stands in the patient, in no address
    expect(JSON.stringify(second!.entry!.map(({ request }) => request))).not.toContain('420101');
  });

  it('has no Ct of a negative pool, and tags a drill as test data', () => {
    const bundles = [fhirOfSingle(shapes[3]!), fhirOfFeed(aFeed(3))];
    for (const bundle of bundles) {
      expect(JSON.stringify(bundle)).not.toContain('{Ct}');
      for (const { resource } of bundle.entry!) expect(resource?.meta?.tag?.[0]?.code).toBe('HTEST');
    }
    const real = fhirOfSingle({ ...shapes[1]!, realm: 'real' });
    expect(JSON.stringify(real)).not.toContain('HTEST');
  });
});
