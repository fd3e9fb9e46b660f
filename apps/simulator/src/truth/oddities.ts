import { HOUR_MS } from '#lis/domain';
import { chance, draws } from './chance.js';

// What happens in every mass sampling, planted so often that each drill, however small, has one.

/** One tube in 4,096 also took the people of the next, which was then not used: over its cap. */
const MERGED_EVERY = 4096;
export const takesTheNext = (tube: number, tubes: number): boolean =>
  tube % MERGED_EVERY === 2 && tube + 1 < tubes;
export const wasNotUsed = (tube: number): boolean => tube > 0 && (tube - 1) % MERGED_EVERY === 2;
export const notUsed = (tubes: number): number =>
  tubes > 3 ? Math.floor((tubes - 4) / MERGED_EVERY) + 1 : 0;

/** One label of the drill was printed with a wrong check character. */
export const hasWrongLabel = (tube: number): boolean => tube === 11;

/** The second tablet of the first site starts 26 hours behind and is set right after its first tubes. */
export const clockError = (site: number, device: number, place: number): number =>
  site === 0 && device === 1 && place < 10 ? -26 * HOUR_MS : 0;

/** The first tablet of the second site (of the only one) has no network for an hour: a box arrives before its tubes. */
const OFFLINE = { from: 10 * HOUR_MS, to: 11.1 * HOUR_MS };
export function networkFrom(site: number, device: number, sites: number, timeOfDay: number): number {
  const offline = device === 0 && site === Math.min(1, sites - 1);
  return offline && timeOfDay > OFFLINE.from && timeOfDay < OFFLINE.to ? OFFLINE.to : timeOfDay;
}

/** One batch in 100 is sent twice, the first of a tablet's day at the first site always. */
export const batchSentTwice = (seed: number, firstTube: number): boolean =>
  firstTube < 2 || chance(seed, firstTube, draws.twice) < 0.01;

/** One message in 50 is sent twice; of a plate in one message the first plate's always. */
export const messageSentTwice = (seed: number, plate: number, well: number): boolean =>
  plate === 0 || chance(seed, plate * 97 + well, draws.twice) < 0.02;

/** One plate in 50 has a failed control, the second of the drill always; a plate of returned tubes never. */
export const controlFails = (seed: number, plate: number, ofReturnedTubes: boolean): boolean =>
  !ofReturnedTubes && (plate === 1 || chance(seed, plate, draws.control) < 0.02);
