/**
 * Chance that is a pure function of (seed, index, purpose): any person or tube can be asked about at any time,
 * in any order, after any restart, without a generator's state. MurmurHash3's finishing steps, 32 bits.
 */
export function mix(seed: number, index: number, purpose: number): number {
  let hash = (seed ^ Math.imul(index + 0x7f4a7c15, 0x9e3779b1) ^ Math.imul(purpose + 1, 0x85ebca6b)) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16) ^ index, 0x27d4eb2f);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** A number in [0, 1). */
export const chance = (seed: number, index: number, purpose: number): number =>
  mix(seed, index, purpose) / 0x100000000;

/** A number between two bounds. */
export const between = (seed: number, index: number, purpose: number, low: number, high: number): number =>
  low + chance(seed, index, purpose) * (high - low);

/** Purposes keep draws for different questions apart. */
export const draws = {
  identity: 1,
  name: 2,
  category: 3,
  birth: 4,
  household: 5,
  planted: 6,
  arrival: 7,
  load: 8,
  noise: 9,
  artefact: 10,
  control: 11,
  courier: 12,
  transport: 13,
  run: 14,
  twice: 15,
  recollection: 16,
  release: 17,
  confirm: 18,
  lost: 19,
  uuid: 20,
  phone: 40,
} as const;
