import type { Permission, Realm, Role } from '#lis/domain';

/** Who acts, from the bearer credential or the session alone; never from a body. */
export type Actor = {
  /** signed: the sign is the realm */
  id: number;
  realm: Realm;
  kind: 'device' | 'staff' | 'program';
  role: Role;
  siteId: number | null;
  laboratoryId: number | null;
  /** the part of the city that an official answers for: this jurisdiction and everything below it */
  jurisdictionId: number | null;
  revoked: boolean;
  /** of a revoked one: when, by its realm's clock */
  revokedAt?: number | null;
  /** how the audit names it, e.g. `device:-12` */
  name: string;
  /** where the request came from */
  origin: string;
  /** of an integrator's key: what it may do at most */
  scopes?: readonly Permission[];
  /** of a person who is logged in */
  session?: { id: string; mustChangePassword: boolean };
};
