import { realmOf } from '#lis/domain';
import { type Actor, Rejection } from '#lis/platform';

/** Real and drill never mix (law 11): an actor of one realm sees and changes nothing of the other. @throws Rejection 403 */
export function requireOwnRealm(actor: Pick<Actor, 'realm'>, id: number): void {
  if (realmOf(id) !== actor.realm) throw new Rejection(403, 'realm-mixed');
}
