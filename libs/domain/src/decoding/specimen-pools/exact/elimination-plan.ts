import type { PoolDesign } from '../../../pool-design/pool-design.js';

/**
 * The order in which the exact decoder takes specimens up and sums pools out. While it works it keeps a number for every OR-state
 * of the pools that are touched and not yet summed out; `width` is the most of them at one time. Eliminating the columns of
 * an r × c array one by one needs r + 1 bits instead of r + c, a hypercube of L^D needs L(D − 1) + 1 instead of LD.
 */
export type EliminationPlan = {
  readonly width: number;
  /** numbers of all products, the unit of time */
  readonly work: number;
  /** 1: take up specimen `subject`; 0: sum out pool `subject` */
  readonly takes: Uint8Array;
  readonly subject: Int32Array;
  /** bits of the specimen's pools, or the pool's bit */
  readonly mask: Int32Array;
  /** the other bits in use at that step */
  readonly rest: Int32Array;
  /** specimens that are in no pool */
  readonly untouched: Int32Array;
};

/** No plan wider than this is made: 2^17 states are those of a 16 × 24 array. */
const WIDEST = 17;

/**
 * Plans by taking next the pool that leaves the fewest pools open (then the one with the fewest specimens left).
 * @returns null when more than 17 pools would be open at one time
 */
export function planElimination(design: PoolDesign): EliminationPlan | null {
  const { pools, specimens, poolStart, poolOf, specimenStart, specimenOf } = design;
  const poolsOf = (specimen: number) => poolOf.subarray(poolStart[specimen], poolStart[specimen + 1]);
  const left = new Uint8Array(specimens).fill(1);
  const bitOf = new Map<number, number>();
  const free = Array.from({ length: WIDEST }, (_, bit) => bit);
  const remaining = new Set(Array.from({ length: pools }, (_, pool) => pool));
  const steps: { takes: number; subject: number; mask: number; rest: number }[] = [];
  let active = 0;
  let width = 0;
  let work = 0;
  const members = (pool: number) =>
    [...specimenOf.subarray(specimenStart[pool], specimenStart[pool + 1])].filter((i) => left[i] === 1);
  while (remaining.size > 0) {
    let next = -1;
    let fewest = Infinity;
    for (const pool of remaining) {
      const here = members(pool);
      const open = new Set([...bitOf.keys(), pool, ...here.flatMap((i) => [...poolsOf(i)])]);
      const cost = open.size * 0x10000 + here.length;
      if (cost < fewest) [next, fewest] = [pool, cost];
    }
    remaining.delete(next);
    for (const specimen of members(next)) {
      left[specimen] = 0;
      let mask = 0;
      for (const pool of poolsOf(specimen)) {
        if (!bitOf.has(pool)) {
          const bit = free.shift();
          if (bit === undefined) return null;
          bitOf.set(pool, 1 << bit);
          width = Math.max(width, bitOf.size);
        }
        mask |= bitOf.get(pool)!;
      }
      active |= mask;
      steps.push({ takes: 1, subject: specimen, mask, rest: active & ~mask });
      work += 2 ** bitOf.size;
    }
    const bit = bitOf.get(next);
    if (bit === undefined) {
      steps.push({ takes: 0, subject: next, mask: 0, rest: active }); // a pool of nobody
      continue;
    }
    active &= ~bit;
    bitOf.delete(next);
    free.push(Math.log2(bit));
    free.sort((a, b) => a - b);
    steps.push({ takes: 0, subject: next, mask: bit, rest: active });
  }
  return {
    width,
    work,
    takes: Uint8Array.from(steps, (step) => step.takes),
    subject: Int32Array.from(steps, (step) => step.subject),
    mask: Int32Array.from(steps, (step) => step.mask),
    rest: Int32Array.from(steps, (step) => step.rest),
    untouched: Int32Array.from([...left.keys()].filter((i) => left[i] === 1)),
  };
}
