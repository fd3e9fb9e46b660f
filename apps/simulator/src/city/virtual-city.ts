import { DAY_MS, hash32 } from '#lis/domain';
import type { DrillOptions } from '../options.js';
import { apportion, plantedPeople, planTubes, type Population, type TubePlan } from '../truth/index.js';
import { citySizes, type CitySizes } from './city-plan.js';
import type { Geography } from './geography.js';

/** Everything about the city that nobody has to ask the product for. */
export type VirtualCity = {
  seed: number;
  options: DrillOptions;
  sizes: CitySizes;
  population: Population;
  plan: TubePlan;
  planted: ReadonlySet<number>;
};

/** @param day local midnight of the sampling day, epoch ms */
export function virtualCity(options: DrillOptions, geography: Geography, day: number): VirtualCity {
  const { people, poolSize, prevalence } = options;
  const seed = hash32(String(options.seed));
  const sizes = citySizes(options);
  return {
    seed,
    options,
    sizes,
    population: {
      seed,
      people,
      numbers: { areas: geography.districts.map(({ code }) => code), day: Math.ceil(day / DAY_MS) },
      residences: apportion(geography.communities, people),
    },
    plan: planTubes({ seed, people, poolSize }, sizes.sites, day),
    planted: plantedPeople(seed, people, prevalence),
  };
}
