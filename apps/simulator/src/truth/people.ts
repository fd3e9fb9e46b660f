import type { Member } from '#lis/contracts';
import { chance, draws } from './chance.js';
import { householdOf } from './households.js';
import { identityOf, type Numbers } from './identities.js';
import { chineseName, latinName, phoneOf } from './names.js';
import { residenceOf, type Residences } from './residences.js';

export type Population = {
  seed: number;
  people: number;
  /** areas of resident numbers, and the drill's day (since 1970) */
  numbers: Numbers;
  residences: Residences;
};

/** One in 250 does not say where they live: a bucket of its own in the coverage. */
const unknownResidence = (seed: number, person: number) => chance(seed, person, draws.category + 100) < 0.004;

/** A person, made anew each time that somebody asks: a city of ten million takes no memory. */
export function personOf({ seed, numbers, residences }: Population, person: number): Member {
  const household = householdOf(seed, person);
  const identity = identityOf(seed, numbers, person, household);
  const foreign = identity.type === 'passport' || identity.type === 'foreign-permanent';
  return {
    identity,
    name: foreign ? latinName(seed, person) : chineseName(seed, person),
    phone: phoneOf(person),
    category: categoryOf(seed, person),
    residence: unknownResidence(seed, person) ? null : residenceOf(residences, person),
    household: `H${household.number}`,
  };
}

/** Most are nobody in particular; some belong to the key groups of R4. */
function categoryOf(seed: number, person: number): string {
  const draw = chance(seed, person, draws.category);
  if (draw > 0.02) return 'general';
  if (draw > 0.008) return 'medical-staff';
  return draw > 0.003 ? 'care-home-staff' : 'border-staff';
}
