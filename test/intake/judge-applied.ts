import { STANDARD_TEMPLATE, WELLS } from '#lis/domain';
import type { Db } from '#lis/persistence';
import { cartridgeTargets } from './numbered-cartridge.js';
import { numberedTargets } from './numbered-message.js';

/**
 * What interpretation made of the first `messages` and `cartridges`, however often they came: each measurement once, each
 * tube of a whole plate called once, one plate for each cartridge, and nothing before a person. Null when all holds.
 */
export async function judgeApplied(
  db: Db,
  { messages, cartridges }: { messages: number; cartridges: number },
): Promise<string | null> {
  const wholePlates = Math.floor(messages / WELLS.length);
  const expected = {
    interpreted: messages + cartridges,
    readings: messages * numberedTargets.length + cartridges * cartridgeTargets.length,
    measurements: messages * numberedTargets.length + cartridges * cartridgeTargets.length,
    accepted: wholePlates + cartridges,
    calls: wholePlates * (WELLS.length - STANDARD_TEMPLATE.controls.length) + cartridges,
    made: cartridges,
    tasks: 0,
  };
  const [found] = await db<(typeof expected)[]>`
    select (select count(*)::int from instrument_message where state = 'interpreted') as interpreted,
      (select count(*)::int from reading) as readings,
      (select count(*)::int from (select distinct run_id, well, target from reading) r) as measurements,
      (select count(*)::int from run where state = 'accepted') as accepted,
      (select count(*)::int from well_call) as calls,
      (select count(*)::int from plate where laid_out_by is null) as made,
      (select count(*)::int from attention) as tasks`;
  if (JSON.stringify(found) === JSON.stringify(expected)) return null;
  return `interpretation made ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`;
}
