import { checkIdentity, checkTubeCode, identityKey, isUuidV7 } from '#lis/domain';
import { describe, expect, it } from 'vitest';
import { loadGeography, virtualCity } from '../city/index.js';
import { DrillOptions, type PoolSize } from '../options.js';
import {
  firstSealedAfter,
  hasWrongDigit,
  labelsOf,
  personOf,
  plantedPeople,
  readTube,
  residenceOf,
  sealedAt,
  serialOf,
  syncAfter,
  tubeCode,
  tubeId,
  tubePeople,
  wasNotUsed,
} from './index.js';

const DAY = Date.UTC(2026, 2, 3, 16);
const geography = loadGeography();
const cityOf = (options: Partial<DrillOptions>) => virtualCity(DrillOptions.parse(options), geography, DAY);
const sizes: PoolSize[] = [1, 5, 10, 20, 'household'];

describe('people', () => {
  const { population } = cityOf({ people: 20_000, seed: 4 });
  const people = Array.from({ length: 20_000 }, (_, index) => personOf(population, index));

  it('are the same whenever they are asked for, and others in a city of another seed', () => {
    expect(personOf(population, 777)).toEqual(people[777]);
    const other = cityOf({ people: 20_000, seed: 5 }).population;
    const names = people.slice(0, 100).filter(({ name }, index) => personOf(other, index).name === name);
    expect(names.length).toBeLessThan(20);
  });

  it('are all somebody, nobody twice, and their documents are well formed but for the planned mistakes', () => {
    expect(new Set(people.map(({ identity }) => identityKey(identity))).size).toBe(20_000);
    const wrong = people.flatMap(({ identity }, index) =>
      checkIdentity(identity, DAY).flags.length > 0 ? [index] : [],
    );
    expect(wrong).toContain(7);
    expect(wrong.length).toBeLessThan(20);
    for (const index of wrong) {
      const own = hasWrongDigit(population.seed, index);
      expect(own || people[index]?.identity.type === 'guardian').toBe(true);
    }
  });

  it('have every kind of document, and some have none', () => {
    const kinds = new Set(people.map(({ identity }) => identity.type));
    expect([...kinds].toSorted()).toEqual(
      [
        'foreign-permanent',
        'guardian',
        'hk-mo-permit',
        'mainland-id',
        'none',
        'passport',
        'tw-permit',
      ].toSorted(),
    );
  });

  it('are others on another day', () => {
    const tomorrow = virtualCity(
      DrillOptions.parse({ people: 20_000, seed: 4 }),
      geography,
      DAY + 86_400_000,
    );
    const before = new Set(people.map(({ identity }) => identityKey(identity)));
    const again = people.filter((_, index) =>
      before.has(identityKey(personOf(tomorrow.population, index).identity)),
    );
    expect(again).toEqual([]);
  });

  it('live in the communities in the proportion of the census', () => {
    const { codes, first } = population.residences;
    expect(first.at(-1)).toBe(20_000);
    expect(residenceOf(population.residences, 0)).toBe(codes.find((_, index) => (first[index + 1] ?? 0) > 0));
    const hongshan = people.filter(({ residence }) => residence?.startsWith('420111')).length;
    expect(hongshan / 20_000).toBeCloseTo(2_785_118 / 12_326_518, 1);
  });
});

describe('planted positives', () => {
  it('are as many as the prevalence says, at least one, and always the same', () => {
    expect(plantedPeople(9, 200_000, 0.001).size).toBe(200);
    expect(plantedPeople(9, 100, 0).size).toBe(1);
    expect(plantedPeople(9, 10, 0.2).size).toBe(2);
    expect([...plantedPeople(9, 5000, 0.01)]).toEqual([...plantedPeople(9, 5000, 0.01)]);
    expect(Math.max(...plantedPeople(9, 5000, 0.01))).toBeLessThan(5000);
  });
});

describe.each(sizes)('tubes of %s', (poolSize) => {
  const { plan, seed, planted } = cityOf({ people: 21_003, poolSize, seed: 2, prevalence: 0.01 });
  const tubes = Array.from({ length: plan.tubes }, (_, tube) => tube);

  it('hold everybody once', () => {
    const seen = new Uint8Array(plan.people);
    for (const tube of tubes) {
      const { first, size } = tubePeople(plan, tube);
      for (let person = first; person < first + size; person += 1) seen[person] = (seen[person] ?? 0) + 1;
    }
    expect(seen.every((times) => times === 1)).toBe(true);
    expect(tubes.filter((tube) => !wasNotUsed(tube)).length).toBe(plan.sealedTubes);
  });

  it('are sealed in their order at each site, while the sites are open, and sent within the hour', () => {
    for (let site = 0; site < plan.sites; site += 1) {
      let before = plan.day + 7 * 3_600_000;
      for (let tube = plan.firstTube[site] ?? 0; tube < (plan.firstTube[site + 1] ?? 0); tube += 1) {
        const at = sealedAt(plan, site, tube);
        expect(at).toBeGreaterThanOrEqual(before);
        expect(syncAfter(plan, site, tube % 2, at) - at).toBeLessThan(75 * 60_000);
        before = at;
      }
      expect(before).toBeLessThanOrEqual(plan.day + 19 * 3_600_000);
      expect(firstSealedAfter(plan, site, before)).toBe(plan.firstTube[site + 1]);
    }
  });

  it('show the virus whenever somebody in them carries it, and never else a positive', () => {
    for (const tube of tubes) {
      const people = tubePeople(plan, tube);
      const carried = [...planted].some(
        (person) => person >= people.first && person < people.first + people.size,
      );
      const { ORF1AB, N } = readTube(seed, { serial: tube, ...people, retest: false }, planted, tube);
      if (carried) expect(Math.max(ORF1AB ?? 99, N ?? 99)).toBeLessThanOrEqual(38);
      else expect(ORF1AB).toBeNull();
    }
  });
});

describe('labels', () => {
  const labels = labelsOf(3, -114);

  it('carry the tube’s number and a check character, but for one that was printed wrong', () => {
    for (const serial of [0, 10, 999, 1_234_567]) {
      expect(checkTubeCode(tubeCode(labels, serial)).ok).toBe(true);
      expect(serialOf(labels, tubeCode(labels, serial))).toBe(serial);
    }
    expect(checkTubeCode(tubeCode(labels, 11)).ok).toBe(false);
    expect(serialOf(labels, tubeCode(labelsOf(3, -115), 0))).toBe(-1);
  });

  it('name tubes by UUIDs of version 7 that never meet', () => {
    const ids = Array.from({ length: 5000 }, (_, serial) => tubeId(labels, serial, DAY));
    expect(ids.every(isUuidV7)).toBe(true);
    expect(new Set(ids).size).toBe(5000);
    expect(tubeId(labels, 0, DAY)).not.toBe(tubeId(labelsOf(3, -115), 0, DAY));
  });
});
