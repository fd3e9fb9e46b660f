import type { PoolSize } from '../options.js';
import { BLOCK_HOUSEHOLDS, BLOCK_PEOPLE, householdAt, householdOf } from './households.js';

type Sized = { seed: number; people: number; poolSize: PoolSize };

/** How many tubes the people need, by the policy alone. */
export function tubesNeeded(city: Sized): number {
  if (city.poolSize !== 'household') return Math.ceil(city.people / city.poolSize);
  return city.people === 0 ? 0 : householdOf(city.seed, city.people - 1).number + 1;
}

/** The people of a tube by the policy: neighbours, or a household. */
export function peopleOfTube(city: Sized, tube: number): { first: number; size: number } {
  const { seed, people, poolSize } = city;
  if (poolSize !== 'household') {
    const first = tube * poolSize;
    return { first, size: Math.max(0, Math.min(poolSize, people - first)) };
  }
  const { first, size } = householdAt(seed, Math.floor(tube / BLOCK_HOUSEHOLDS), tube % BLOCK_HOUSEHOLDS);
  return { first, size: Math.max(0, Math.min(size, people - first)) };
}

/** The first tube whose people begin at `person` or later; `person` begins a block. */
export function tubeFrom({ poolSize }: Sized, person: number): number {
  if (poolSize !== 'household') return Math.ceil(person / poolSize);
  return (person / BLOCK_PEOPLE) * BLOCK_HOUSEHOLDS;
}

/** Nominal size and hard cap of the sweep's policy. */
export function policyOf(poolSize: PoolSize): { poolSize: number; hardCap: number } {
  const nominal = poolSize === 'household' ? 5 : poolSize;
  return { poolSize: nominal, hardCap: nominal === 1 ? 1 : Math.ceil(nominal * 1.2) };
}
