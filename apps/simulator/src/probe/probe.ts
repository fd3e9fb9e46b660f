import { setTimeout as sleep } from 'node:timers/promises';
import type { LookUpAnswer } from '#lis/contracts';
import type { Drill } from '../drill.js';
import { personOf } from '../truth/index.js';

const PAUSE_MS = 40;
const headers = { 'x-sweepwell-realm': 'drill' };

/**
 * Asks for the result of everybody who carries the virus, in turn and all the while, as the person would. One
 * "negative" and the drill has failed (law 5).
 */
export async function probe({ api, city, counts, violations, signal }: Drill): Promise<void> {
  const planted = [...city.planted];
  for (let turn = 0; !signal.aborted; turn += 1) {
    const person = planted[turn % planted.length] ?? 0;
    const { identity } = personOf(city.population, person);
    const asked = performance.now();
    const answer = await api
      .call('POST', '/v1/lookup', '', JSON.stringify({ identity }), headers)
      .catch(() => null);
    // look-ups are the first to be shed; a refusal is no answer, and no default either
    if (answer?.status === 200) {
      counts.lookUps += 1;
      const { status } = JSON.parse(answer.text) as LookUpAnswer;
      if (status === 'negative') violations.add('planted-person-negative', `person ${person}`);
    }
    await sleep(Math.max(0, PAUSE_MS - (performance.now() - asked)), undefined, { signal });
  }
}
