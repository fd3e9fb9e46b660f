import { LabRuleViolation } from '../errors/lab-rule-violation.js';

/** Real work, or a drill (R16). The two never meet (law 11). */
export type Realm = 'real' | 'drill';

/**
 * The realm of an id of a sweep, site, laboratory, device, instrument, recipient, person or case.
 * The sign is the realm (positive real, negative drill), so that a check constraint can compare the realms of
 * two foreign keys without a join. Throws `realm-unknown` for zero and for anything that is not a safe integer.
 */
export function realmOf(id: number): Realm {
  if (!Number.isSafeInteger(id) || id === 0) throw new LabRuleViolation('realm-unknown', { id });
  return id > 0 ? 'real' : 'drill';
}

/** Whether all ids belong to one realm; true for none and for one. Throws `realm-unknown` as `realmOf`. */
export function sameRealm(...ids: readonly number[]): boolean {
  return new Set(ids.map(realmOf)).size <= 1;
}

/** Throws `realm-mixed` unless all ids belong to one realm. */
export function requireSameRealm(...ids: readonly number[]): void {
  if (!sameRealm(...ids)) throw new LabRuleViolation('realm-mixed', { ids });
}
