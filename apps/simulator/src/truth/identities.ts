import type { Identity } from '#lis/contracts';
import { civilDateOf, dayNumber, formatCivilDate, makeMainlandId } from '#lis/domain';
import { chance, draws, mix } from './chance.js';
import type { Household } from './households.js';

const OLDEST = dayNumber({ year: 1944, month: 1, day: 1 });
const DAYS = 28_000;
const SEQUENCES = 999;
const YOUNGEST = dayNumber({ year: 2012, month: 1, day: 1 });
/**
 * A drill's people are nobody else's: who was found positive in an earlier drill is still on hold. Each day of
 * eighteen has its own block of twenty million numbers, each of a hundred its own million of permits.
 */
export type Numbers = { areas: readonly string[]; day: number };
const BLOCK = 20_000_000;
const BLOCKS = 18;
const PERMITS = 1_000_000;
// A prime, so that person → number is one-to-one; small enough that the product is a safe integer.
const STRIDE = 10_000_019;
const COUNTRIES = ['USA', 'KOR', 'JPN', 'FRA', 'D', 'VNM', 'RUS'];

/** About one resident card in 5,000 is typed with a wrong check digit; person 7's always is. */
export const hasWrongDigit = (seed: number, person: number): boolean =>
  person === 7 || chance(seed, person, draws.identity + 100) < 1 / 5000;

const numberOf = ({ day }: Numbers, person: number): number => (day % BLOCKS) * BLOCK + person;

/** A resident number that no other person of this drill, or of the last seventeen, has. */
export function residentNumber(numbers: Numbers, person: number): string {
  const { areas } = numbers;
  const place = (numberOf(numbers, person) * STRIDE) % (areas.length * DAYS * SEQUENCES);
  const area = areas[place % areas.length] ?? '420102';
  const rest = Math.floor(place / areas.length);
  const birth = formatCivilDate(civilDateOf(OLDEST + (rest % DAYS))).replaceAll('-', '');
  const sequence = String(Math.floor(rest / DAYS) + 1).padStart(3, '0');
  return makeMainlandId(area, birth, sequence);
}

function permitNumber({ day }: Numbers, person: number): string {
  return String((((day % 100) * PERMITS + person) * 61_803_399) % 100_000_000).padStart(8, '0');
}

/**
 * Who a person is, as the tablet scans it. The first of a household has a resident card; of the others most do,
 * some are children without a document, who are registered through the first; a few have permits,
 * foreign cards or passports, and a few have nothing at all.
 */
export function identityOf(seed: number, numbers: Numbers, person: number, household: Household): Identity {
  const place = person - household.first;
  const draw = chance(seed, person, draws.identity);
  if (place === 0 || draw < 0.9) {
    const number = residentNumber(numbers, person);
    return { type: 'mainland-id', number: hasWrongDigit(seed, person) ? wrongDigit(number) : number };
  }
  if (place >= 2 && draw < 0.96) {
    const number = residentNumber(numbers, household.first);
    const guardian = hasWrongDigit(seed, household.first) ? wrongDigit(number) : number;
    const birthDate = formatCivilDate(civilDateOf(YOUNGEST + (mix(seed, person, draws.birth) % 3600)));
    return {
      type: 'guardian',
      number: guardian,
      guardian: { type: 'mainland-id', number: guardian },
      child: { ordinal: place - 1 },
      birthDate,
    };
  }
  // permits have eight digits, enough for a million people a day; whoever comes later has another document
  const permit = person < PERMITS ? permitNumber(numbers, person) : null;
  if (permit !== null && draw < 0.97) {
    return { type: 'hk-mo-permit', number: `${draw < 0.965 ? 'H' : 'M'}${permit}` };
  }
  if (permit !== null && draw < 0.975) return { type: 'tw-permit', number: permit };
  const long = String(numberOf(numbers, person)).padStart(9, '0');
  if (draw < 0.98) return { type: 'foreign-permanent', number: `USA420${long}` };
  const country = COUNTRIES[person % COUNTRIES.length] ?? 'USA';
  if (draw < 0.99) return { type: 'passport', number: `E${long}`, country };
  return { type: 'none', number: `drill-${numbers.day}-${person}` };
}

function wrongDigit(number: string): string {
  return number.slice(0, -1) + (number.endsWith('0') ? '1' : '0');
}
