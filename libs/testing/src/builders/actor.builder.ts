import type { Actor } from '#lis/platform';
import type { Laboratory } from './laboratory.builder.js';

/** Who acts in a test: of the laboratory's realm, at its site or laboratory where the role has one. */
export function actorOf(
  { sweepId, siteId, laboratoryId, deviceId, technicianId }: Laboratory,
  role: Actor['role'],
  given: Partial<Actor> = {},
): Actor {
  const sign = Math.sign(sweepId);
  const known = { site: deviceId, technician: technicianId } as Partial<Record<Actor['role'], number>>;
  const id = given.id ?? known[role] ?? sign * 7;
  const kind = role === 'site' ? 'device' : 'staff';
  return {
    realm: sign < 0 ? 'drill' : 'real',
    kind,
    role,
    siteId: role === 'site' ? siteId : null,
    laboratoryId: role === 'technician' || role === 'verifier' ? laboratoryId : null,
    jurisdictionId: null,
    revoked: false,
    name: `${kind}:${id}`,
    origin: '127.0.0.1',
    ...given,
    id,
  };
}
