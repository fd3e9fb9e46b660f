import type { DrillOptions } from '../options.js';
import { ARRIVALS, DEVICES, type Population, residenceOf, type TubePlan } from '../truth/index.js';
import type { Geography } from './geography.js';

export const TIME_ZONE = 'Asia/Shanghai';
/** A tablet that meets somebody every ten seconds; Shanghai's sites had 1,283 people a day, but a batch each minute. */
const PEOPLE_PER_SITE = 8000;
const PEOPLE_PER_LABORATORY = 100_000;
const RUN_HOURS = 1.6;
const PLATE = 94;

export type CitySizes = { sites: number; laboratories: number; instruments: number };

/** How many sites, laboratories and instruments a drill of so many people has. */
export function citySizes({ people, poolSize }: DrillOptions): CitySizes {
  const perTube = poolSize === 'household' ? 2.5 : poolSize;
  const peakShare = Math.max(...ARRIVALS) / ARRIVALS.reduce((sum, weight) => sum + weight, 0);
  const platesAtPeak = Math.ceil((people / perTube / PLATE) * peakShare);
  const laboratories = clamp(Math.round(people / PEOPLE_PER_LABORATORY), 1, 24);
  return {
    sites: clamp(Math.round(people / PEOPLE_PER_SITE), Math.min(2, Math.ceil(people / 80)), 193),
    laboratories,
    // enough for the peak, in equal parts, both kinds of sender in every laboratory
    instruments: laboratories * clamp(Math.ceil((platesAtPeak * RUN_HOURS) / laboratories), 2, 40),
  };
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** What the city is called in the product: by these names a restarted simulator finds it again. */
export const names = {
  site: (site: number) => `DRILL-S${site + 1}`,
  laboratory: (laboratory: number) => `DRILL-L${laboratory + 1}`,
  serial: (instrument: number) => `DRILL-I${instrument + 1}`,
  sender: (instrument: number) => ({ application: 'PCRMW', facility: `DRILL-I${instrument + 1}` }),
  authority: 'drill authority',
};

export const laboratoryOfSite = (site: number, { laboratories }: CitySizes): number => site % laboratories;
export const laboratoryOfInstrument = (instrument: number, { laboratories }: CitySizes): number =>
  instrument % laboratories;
export const deviceIndex = (site: number, device: number): number => site * DEVICES + device;

/** The street in which a site stands: where its first person lives. */
export function streetOfSite(
  { places }: Geography,
  population: Population,
  plan: TubePlan,
  firstPersonOf: (tube: number) => number,
  site: number,
): { code: string; name: string } {
  const tube = Math.min(plan.firstTube[site] ?? 0, Math.max(0, plan.tubes - 1));
  const community = places.get(residenceOf(population.residences, firstPersonOf(tube)));
  const street = places.get(community?.parentCode ?? '');
  return street ?? { code: '4201', name: '武汉市' };
}
