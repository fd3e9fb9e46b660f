import type { DesignChoiceStart } from '#lis/contracts';
import type { Actor, Context } from '#lis/platform';
import { listSweeps } from '../coverage/index.js';
import { requireLaboratory } from './decide-design.js';
import { lastDecision } from './design-decisions.queries.js';
import { kitsOfRealm } from './pool-test.queries.js';

/**
 * What a laboratory begins the choice of a design with.
 * @throws Rejection 403 `laboratory-required`
 */
export async function beginChoice({ db }: Pick<Context, 'db'>, actor: Actor): Promise<DesignChoiceStart> {
  const decision = await lastDecision(db, requireLaboratory(actor));
  const [kits, sweeps] = await Promise.all([kitsOfRealm(db, actor.realm), listSweeps(db, actor.realm)]);
  return {
    kits: kits.map(({ id, version, definition: { name, stated } }) => ({
      id,
      version,
      name,
      stated: stated
        ? {
            sensitivity: stated.sensitivity,
            specificity: stated.specificity,
            aliquotsValidated: stated.aliquotsValidated,
          }
        : null,
    })),
    sweeps: sweeps.map(({ id, name }) => ({ id, name })),
    decision,
  };
}
