import { draws, mix } from './chance.js';

/**
 * The people who carry the virus: a sample without replacement (Floyd), at least one, whoever asks. Memory grows
 * with the positives, not with the people.
 */
export function plantedPeople(seed: number, people: number, prevalence: number): ReadonlySet<number> {
  const wanted = Math.min(people, Math.max(1, Math.round(people * prevalence)));
  const planted = new Set<number>();
  for (let last = people - wanted; last < people; last += 1) {
    const drawn = mix(seed, last, draws.planted) % (last + 1);
    planted.add(planted.has(drawn) ? last : drawn);
  }
  return planted;
}
