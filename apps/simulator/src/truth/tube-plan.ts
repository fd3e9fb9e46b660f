import { HOUR_MS } from '#lis/domain';
import type { PoolSize } from '../options.js';
import { arrivalOf } from './arrivals.js';
import { chance, draws } from './chance.js';
import { clockError, networkFrom, notUsed, takesTheNext, wasNotUsed } from './oddities.js';
import { peopleOfTube, tubeFrom, tubesNeeded } from './tube-sizes.js';

export const DEVICES = 2;
const SYNC_MS = HOUR_MS / 6;
// Borders between sites never cut a block, a tube of 20 or a pair of tubes that became one.
const BORDER = 40;

/** Which people are in which tube, where and when. Everything is computed when it is asked for. */
export type TubePlan = {
  seed: number;
  people: number;
  poolSize: PoolSize;
  sites: number;
  /** numbers of tubes, those that were not used included */
  tubes: number;
  /** tubes that are sealed */
  sealedTubes: number;
  /** first tube of each site; one more entry than sites */
  firstTube: Uint32Array;
  /** local midnight of the sampling day, epoch ms */
  day: number;
};

export function planTubes(
  city: { seed: number; people: number; poolSize: PoolSize },
  sites: number,
  day: number,
): TubePlan {
  const tubes = tubesNeeded(city);
  const firstTube = new Uint32Array(sites + 1);
  for (let site = 0; site < sites; site += 1) {
    const person = Math.round((city.people * site) / sites / BORDER) * BORDER;
    firstTube[site] = Math.min(tubes, tubeFrom(city, person));
  }
  firstTube[sites] = tubes;
  return { ...city, sites, tubes, sealedTubes: tubes - notUsed(tubes), firstTube, day };
}

/** First person and number of members; 0 for a tube that was not used. */
export function tubePeople(plan: TubePlan, tube: number): { first: number; size: number } {
  const { first, size } = peopleOfTube(plan, tube);
  if (wasNotUsed(tube)) return { first, size: 0 };
  return takesTheNext(tube, plan.tubes)
    ? { first, size: size + peopleOfTube(plan, tube + 1).size }
    : { first, size };
}

export function siteOf({ firstTube, sites }: TubePlan, tube: number): number {
  let low = 0;
  let high = sites - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((firstTube[middle] ?? 0) <= tube) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** When a site's tube is sealed, epoch ms; rises with the tube's number within the site. */
export function sealedAt({ firstTube, seed, day }: TubePlan, site: number, tube: number): number {
  const from = firstTube[site] ?? 0;
  const count = Math.max(1, (firstTube[site + 1] ?? 0) - from);
  const jitter = 0.8 * (chance(seed, tube, draws.arrival) - 0.5);
  return day + arrivalOf((tube - from + 0.5 + jitter) / count);
}

/** Tubes go to the tablets of a site in turn; an over-full pair belongs to one tablet. */
export const deviceOf = (plan: TubePlan, site: number, tube: number): number =>
  (tube - (plan.firstTube[site] ?? 0)) % DEVICES;

/** What the tablet's own clock shows when it seals. */
export function tabletTime(plan: TubePlan, site: number, tube: number): number {
  const place = tube - (plan.firstTube[site] ?? 0);
  return sealedAt(plan, site, tube) + clockError(site, deviceOf(plan, site, tube), place);
}

/** When the tablet next reaches the network: every 10 minutes, each tablet at its own minute. */
export function syncAfter(plan: TubePlan, site: number, device: number, at: number): number {
  const own = Math.floor(chance(plan.seed, site * DEVICES + device, draws.arrival + 100) * SYNC_MS);
  const tick = Math.ceil((at - plan.day - own) / SYNC_MS) * SYNC_MS + own;
  return plan.day + networkFrom(site, device, plan.sites, tick);
}

/** The first tube of a site that is sealed after a moment. */
export function firstSealedAfter(plan: TubePlan, site: number, at: number): number {
  let low = plan.firstTube[site] ?? 0;
  let high = plan.firstTube[site + 1] ?? 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sealedAt(plan, site, middle) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
