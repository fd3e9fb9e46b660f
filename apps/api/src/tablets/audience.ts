import type { Realm } from '#lis/domain';
import { type KeyRing, keyedHash } from '#lis/platform';

/**
 * The name of this installation and realm to its tablets: what one signed for here proves nothing anywhere else. It is
 * no secret; two installations never have the same, whatever their addresses are.
 */
export const audienceOf = (keys: KeyRing, realm: Realm): string =>
  `sweepwell:${realm}:${keyedHash(keys, realm, 'audience of tablets')}`;
