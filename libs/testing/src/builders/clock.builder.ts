import { parseMoment } from '#lis/domain';
import type { Context } from '#lis/platform';

/** Noon in Shanghai on the first day of the sweep that `enterLaboratory` enters. */
export const noon = parseMoment('2030-01-01T04:00:00Z');

/** The same context with a clock of both realms that stands where the test puts it; the machine's runs on. */
export function standingClock<Given extends Context>(context: Given, at = noon) {
  const clock = { at };
  const machine = () => context.clock.machine();
  return { clock, context: { ...context, clock: { now: () => clock.at, machine } } };
}
