import { setTimeout as sleep } from 'node:timers/promises';
import { OpenRecollections } from '#lis/contracts';
import { MINUTE_MS } from '#lis/domain';
import type { Recollection } from '../books/index.js';
import { deviceIndex } from '../city/index.js';
import type { Drill } from '../drill.js';
import { between, draws, serialOf, siteOf, tubePeople } from '../truth/index.js';

const POLL_MS = 200;
const LIMIT = 200;
/** sites that are asked in one round, and those that are asked although nobody told them anything */
const SITES = 8;
const UNASKED = 1;

export type RecollectionTeam = ReturnType<typeof createTeam>;

/**
 * After an abnormal tube each member is sampled again, singly, 60–120 minutes after the order. The site's list
 * says who; the report to the authority (its copy reaches the site) says where to look first.
 */
export function createTeam(drill: Drill, takeOn: (recollection: Recollection) => void) {
  const { api, setup, city, labels, recollections, outstanding, clock, journal, signal } = drill;
  // abnormal tubes whose members are not all taken on yet, and their sites
  const incomplete = new Map<number, number>();
  let anySite = 0;
  const loopKey = (cause: number) => `loop:${cause}`;

  const look = async (site: number): Promise<void> => {
    const token = setup.tokens.devices[deviceIndex(site, 0)] ?? '';
    const path = `/v1/recollections?sweepId=${setup.sweepId}&limit=${LIMIT}`;
    const answer = OpenRecollections.parse(await api.insist('GET', path, token));
    for (const { tubeCode, ordinal, orderedAt } of answer.recollections) {
      const cause = serialOf(labels, tubeCode);
      if (cause < 0 || recollections.isKnown(cause, ordinal, orderedAt)) continue;
      const r = recollections.next();
      const wait = between(city.seed, r, draws.recollection, 60, 120) * MINUTE_MS;
      const order = { cause, ordinal, orderedAt, sealedAt: clock.now() + Math.round(wait) };
      journal.write({ k: 'recollect', r, ...order });
      takeOn(recollections.add(order));
      outstanding.touch();
      endIfComplete(cause);
    }
  };
  const endIfComplete = (cause: number) => {
    if (recollections.takenOn(cause) < tubePeople(city.plan, cause).size) return;
    incomplete.delete(cause);
    outstanding.end(loopKey(cause));
  };
  return {
    /** an abnormal screening tube was reported: its members are to be found in the site's list */
    told(cause: number, at: number): void {
      outstanding.begin(loopKey(cause), at);
      incomplete.set(cause, siteOf(city.plan, cause));
      endIfComplete(cause);
    },
    async watch(): Promise<void> {
      while (!signal.aborted) {
        for (const site of [...new Set(incomplete.values())].slice(0, SITES)) await look(site);
        for (let count = 0; count < UNASKED; count += 1) await look(anySite++ % city.plan.sites);
        await sleep(POLL_MS, undefined, { signal });
      }
    },
    incomplete: () => incomplete.size,
  };
}
