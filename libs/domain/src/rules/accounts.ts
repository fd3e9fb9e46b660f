import { may, type Permission, type Role } from './permissions.js';

/** Roles that people with accounts have; the others belong to programs. */
export const ACCOUNT_ROLES = [
  'site',
  'technician',
  'verifier',
  'official',
  'administrator',
  'auditor',
] as const satisfies readonly Role[];
export type AccountRole = (typeof ACCOUNT_ROLES)[number];

/** The place that an account's role is bound to; null: the whole realm (R6). */
export const SCOPE_OF_ROLE: Readonly<Record<AccountRole, 'site' | 'laboratory' | 'jurisdiction' | null>> = {
  site: 'site',
  technician: 'laboratory',
  verifier: 'laboratory',
  official: 'jurisdiction',
  administrator: null,
  auditor: null,
};

const freeAttempts = 4;
const firstLockMs = 60_000;
const longestLockMs = 3_600_000;

/**
 * How long an account is locked, ms, after so many wrong passwords in a row: one minute after the fifth, twice as
 * long after each further one, an hour at most, so that nobody can lock a colleague out for a day.
 */
export function lockMs(failures: number): number {
  if (failures <= freeAttempts) return 0;
  return Math.min(firstLockMs * 2 ** (failures - freeAttempts - 1), longestLockMs);
}

/** Why a password cannot be taken, or null (NIST SP 800-63B: length counts, rules of composition do not). */
export function passwordFault(password: string, loginName: string): 'too-short' | 'too-simple' | null {
  if (password.length < 12) return 'too-short';
  if (password.toLowerCase().includes(loginName) || new Set(password).size < 5) return 'too-simple';
  return null;
}

/** What makes or ends credentials is done by people and by the installation's own token, never by an integrator's key. */
const neverByKey: readonly Permission[] = [
  'account.administer',
  'account-session.revoke',
  'key.administer',
  'actor.administer',
];

/** Whether an integrator's key of this role may be given a permission (R6). */
export function mayBeScope(role: Role, permission: Permission): boolean {
  return may(role, permission) && !neverByKey.includes(permission);
}
