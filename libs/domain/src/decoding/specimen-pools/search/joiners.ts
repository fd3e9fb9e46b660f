import type { Component, Parts } from './components.js';
import type { Cores } from './cores.js';
import type { SearchSpace } from './search-space.js';

/**
 * The specimens that may join the cores of one part, while its cores are gone through in the order they were found: next to one
 * another they mostly differ in one or two specimens, so that only members of pools whose coverage changed are looked at.
 */
export type Joiners = {
  /** odds of joining the core at hand, by kept specimen and by one of a group; for kept ones also as a chance */
  readonly odds: Float64Array;
  readonly chance: Float64Array;
  /** by specimen set aside: Σ over cores of weight · Π over its pools in the part of what they say, once `finish` is called */
  readonly sum: Float64Array;
  /**
   * by specimen set aside: the pool that the core at hand gave up and that it would explain, −1 when there is none or when it would
   * also explain a pool of no or of another part; such a core is not in its `sum`
   */
  readonly groupOf: Int32Array;
  /** specimens set aside that are in a pool of the part */
  readonly touched: Int32Array;
  touchedCount: number;
  begin(part: Component): void;
  /** Goes to a core; `total` is the weight of all cores before it. */
  goTo(core: number, total: number): void;
  /** Whether the core at hand holds one of a pool of the part. */
  isCovered(pool: number): boolean;
  finish(total: number): void;
};

/** Certain tests have no finite ratio; beyond this a chance is 0 or 1 in floats anyway. */
const LIMIT = 1e60;

/** A pool's ratio, finite. */
export const says = (ratio: number): number => Math.min(LIMIT, Math.max(1 / LIMIT, ratio));

export function makeJoiners(space: SearchSpace, parts: Parts, cores: Cores): Joiners {
  const { design, ratio, excluded } = space;
  const { poolStart, poolOf, specimenStart, specimenOf, specimens: n, pools: m } = design;
  /** by pool: 1 outside the part and when covered, else its ratio */
  const factor = new Float64Array(m).fill(1);
  const covers = new Uint16Array(m);
  const openHere = new Uint8Array(m);
  const inPart = new Uint8Array(m);
  const noGroup = new Uint8Array(n);
  /** by specimen set aside: its odds by the pools outside the part, as if no core held one of these */
  const elsewhere = new Float64Array(n);
  const wasCovered = new Uint8Array(m);
  const changed = new Int32Array(m);
  const seen = new Int32Array(n);
  const product = new Float64Array(n);
  const since = new Float64Array(n);
  let stamp = 0;
  let now: Component;
  let chosenFrom = 0;
  let chosenTo = 0;

  const renew = (specimen: number): void => {
    let all = 1;
    let group = -1;
    const end = poolStart[specimen + 1]!;
    for (let at = poolStart[specimen]!; at < end; at += 1) {
      const pool = poolOf[at]!;
      all *= factor[pool]!;
      if (group < 0 && openHere[pool] === 1 && covers[pool] === 0) group = pool;
    }
    if (excluded[specimen] === 2) {
      if (noGroup[specimen] === 1) group = -1;
      joiners.groupOf[specimen] = group;
      joiners.odds[specimen] = elsewhere[specimen]! * all;
      product[specimen] = group < 0 ? all : 0;
      return;
    }
    const odds = space.odds[specimen]! * all;
    joiners.odds[specimen] = odds;
    joiners.chance[specimen] = odds / (1 + odds);
  };
  const lookElsewhere = (specimen: number): void => {
    noGroup[specimen] = 0;
    let odds = space.odds[specimen]!;
    for (let at = poolStart[specimen]!; at < poolStart[specimen + 1]!; at += 1) {
      const pool = poolOf[at]!;
      if (inPart[pool] === 1) continue;
      odds *= says(ratio[pool]!);
      if (space.side[pool]! > 0) noGroup[specimen] = 1;
    }
    elsewhere[specimen] = odds;
  };
  const forPools = (of: (pool: number) => void): void => {
    for (let k = now.openFrom; k < now.openTo; k += 1) of(parts.open[k]!);
    for (let k = now.denyFrom; k < now.denyTo; k += 1) of(parts.denying[k]!);
  };
  /** Counts the pools of chosen specimens up or down; @returns how many pools are noted in `changed`, each once. */
  const count = (from: number, to: number, by: 1 | -1, noted: number): number => {
    let all = noted;
    for (let k = from; k < to; k += 1) {
      const specimen = cores.items[k]!;
      for (let at = poolStart[specimen]!; at < poolStart[specimen + 1]!; at += 1) {
        const pool = poolOf[at]!;
        const before = covers[pool]!;
        covers[pool] = before + by;
        if (wasCovered[pool]! > 1) continue;
        wasCovered[pool] = before === 0 ? 2 : 3;
        changed[all] = pool;
        all += 1;
      }
    }
    return all;
  };

  const joiners: Joiners = {
    odds: new Float64Array(n),
    chance: new Float64Array(n),
    sum: new Float64Array(n),
    groupOf: new Int32Array(n),
    touched: new Int32Array(n),
    touchedCount: 0,
    begin: (part) => {
      now = part;
      openHere.fill(0);
      inPart.fill(0);
      for (let k = part.openFrom; k < part.openTo; k += 1) openHere[parts.open[k]!] = 1;
      forPools((pool) => {
        inPart[pool] = 1;
      });
      chosenFrom = 0;
      chosenTo = 0;
      joiners.touchedCount = 0;
      stamp += 1;
      covers.fill(0);
      wasCovered.fill(0);
      factor.fill(1);
      joiners.groupOf.fill(-1);
      forPools((pool) => {
        factor[pool] = says(ratio[pool]!);
        for (let k = specimenStart[pool]!; k < specimenStart[pool + 1]!; k += 1) {
          const i = specimenOf[k]!;
          if (excluded[i] !== 2 || seen[i] === stamp) continue;
          seen[i] = stamp;
          joiners.sum[i] = 0;
          since[i] = 0;
          lookElsewhere(i);
          joiners.touched[joiners.touchedCount] = i;
          joiners.touchedCount += 1;
        }
      });
      for (let k = 0; k < joiners.touchedCount; k += 1) renew(joiners.touched[k]!);
      for (let k = part.specimenFrom; k < part.specimenTo; k += 1) renew(parts.specimens[k]!);
    },
    goTo: (core, total) => {
      const from = cores.start[core]!;
      const to = cores.split[core]!;
      let same = 0;
      while (
        chosenFrom + same < chosenTo &&
        from + same < to &&
        cores.items[chosenFrom + same] === cores.items[from + same]
      )
        same += 1;
      let noted = count(chosenFrom + same, chosenTo, -1, 0);
      noted = count(from + same, to, 1, noted);
      chosenFrom = from;
      chosenTo = to;
      stamp += 1;
      let real = 0;
      for (let k = 0; k < noted; k += 1) {
        const pool = changed[k]!;
        const before = wasCovered[pool] === 3;
        const after = covers[pool]! > 0;
        wasCovered[pool] = 0;
        if (before === after) continue;
        factor[pool] = after ? 1 : says(ratio[pool]!);
        changed[real] = pool;
        real += 1;
      }
      for (let k = 0; k < real; k += 1) {
        const end = specimenStart[changed[k]! + 1]!;
        for (let at = specimenStart[changed[k]!]!; at < end; at += 1) {
          const i = specimenOf[at]!;
          if (seen[i] === stamp) continue;
          seen[i] = stamp;
          if (excluded[i] === 2) {
            joiners.sum[i]! += product[i]! * (total - since[i]!);
            since[i] = total;
          }
          renew(i);
        }
      }
    },
    isCovered: (pool) => covers[pool]! > 0,
    finish: (total) => {
      for (let k = 0; k < joiners.touchedCount; k += 1) {
        const i = joiners.touched[k]!;
        joiners.sum[i]! += product[i]! * (total - since[i]!);
      }
    },
  };
  return joiners;
}
