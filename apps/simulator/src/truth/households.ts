import { draws, mix } from './chance.js';

/** Ten neighbours live in four households: 2.5 people each, near the 2020 census of large cities. */
export const BLOCK_PEOPLE = 10;
export const BLOCK_HOUSEHOLDS = 4;
const PATTERNS: readonly (readonly [number, number, number, number])[] = [
  [4, 3, 2, 1],
  [3, 3, 2, 2],
  [1, 2, 3, 4],
  [5, 2, 2, 1],
  [2, 4, 1, 3],
  [2, 2, 3, 3],
  [1, 1, 3, 5],
  [3, 1, 4, 2],
];

export type Household = {
  /** number of the household in the city */
  number: number;
  /** index of its first person, who is an adult with a resident card */
  first: number;
  size: number;
};

/** The household at a place of a block. */
export function householdAt(seed: number, block: number, place: number): Household {
  const pattern = PATTERNS[mix(seed, block, draws.household) % PATTERNS.length] ?? [4, 3, 2, 1];
  let first = block * BLOCK_PEOPLE;
  for (let before = 0; before < place; before += 1) first += pattern[before] ?? 0;
  return { number: block * BLOCK_HOUSEHOLDS + place, first, size: pattern[place] ?? 0 };
}

export function householdOf(seed: number, person: number): Household {
  const block = Math.floor(person / BLOCK_PEOPLE);
  for (let place = 0; place < BLOCK_HOUSEHOLDS; place += 1) {
    const household = householdAt(seed, block, place);
    if (person < household.first + household.size) return household;
  }
  throw new RangeError(`person ${person} in no household`);
}
