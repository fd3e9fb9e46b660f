import type { Realm, Role } from '#lis/domain';

/** Who acts, from the bearer credential alone; never from a body. */
export type Actor = {
  /** signed: the sign is the realm */
  id: number;
  realm: Realm;
  kind: 'device' | 'staff' | 'program';
  role: Role;
  siteId: number | null;
  laboratoryId: number | null;
  revoked: boolean;
  /** of a revoked one: when, by its realm's clock */
  revokedAt?: number | null;
  /** how the audit names it, e.g. `device:-12` */
  name: string;
  /** where the request came from */
  origin: string;
};
