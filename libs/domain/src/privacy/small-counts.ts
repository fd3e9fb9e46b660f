import type { Role } from '../rules/permissions.js';

/** Below this a count of ill or suspected people may point at one of them. */
const smallest = 5;

/**
 * A count that tells of illness (positive, abnormal, held, cases) as a role may see it: outside the health role a count
 * below five is withheld (null), zero too, so that nothing follows from its being shown (R6). Coverage is no such count.
 */
export function withoutSmallCount(role: Role, count: number): number | null {
  return role === 'official' || count >= smallest ? count : null;
}
