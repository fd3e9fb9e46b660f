import type { Bundle, BundleEntry, BundleEntryRequest, FhirResource, Identifier } from 'fhir/r4.js';

const DRILL = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'HTEST' };

/** One entry; `id` is its UUID, by which the others refer to it. */
export type Entry = { id: string; resource: FhirResource; request: BundleEntryRequest };

const query = ({ system, value }: Identifier) =>
  `identifier=${encodeURIComponent(`${system ?? ''}|${value ?? ''}`)}`;

/** Made where it is not there yet; what the receiver holds already is never changed. */
export const createdOnce = (resource: FhirResource, known: Identifier): BundleEntryRequest => ({
  method: 'POST',
  url: resource.resourceType,
  ifNoneExist: query(known),
});

/** Made, or put in the place of the version before. */
export const replaced = (resource: FhirResource, known: Identifier): BundleEntryRequest => ({
  method: 'PUT',
  url: `${resource.resourceType}?${query(known)}`,
});

/** A transaction: all of it or nothing. A drill's resources are tagged as test data (law 11). */
export function transaction(
  id: string,
  realm: 'real' | 'drill',
  timestamp: string,
  entries: readonly Entry[],
): Bundle {
  return {
    resourceType: 'Bundle',
    id,
    type: 'transaction',
    timestamp,
    entry: entries.map(({ id: entryId, resource, request }): BundleEntry => ({
      fullUrl: `urn:uuid:${entryId}`,
      resource: realm === 'drill' ? { ...resource, meta: { tag: [DRILL] } } : resource,
      request,
    })),
  };
}
