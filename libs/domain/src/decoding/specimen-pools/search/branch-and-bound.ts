import {
  fairRatios,
  fairShare,
  raise,
  reducedPrice,
  resetPools,
  resetSpecimens,
  type Members,
} from './dual-bound.js';
import { choose, unchoose, type SearchSpace } from './search-space.js';

/** The part of a batch that is searched on its own: no pool is shared with another part. */
export type Component = {
  /** ranges of `lists.specimens` and of `lists.pools` */
  specimenFrom: number;
  specimenTo: number;
  poolFrom: number;
  poolTo: number;
};
export type Lists = { readonly specimens: Int32Array; readonly pools: Int32Array; readonly members: Members };

/** The cores found: cost, chosen specimens and excluded specimens of each, one after the other. */
export type Cores = {
  count: number;
  readonly cost: Float64Array;
  readonly start: Int32Array;
  readonly split: Int32Array;
  readonly items: Int32Array;
  used: number;
};

/** Limits of one search, shared by its components. `work` counts members looked at: equal inputs stop at equal places. */
export type Budget = { work: number; readonly late: () => boolean; spent: 'no' | 'work' | 'time' };

const CORES = 1 << 14;
const ITEMS = 1 << 19;

export function makeCores(): Cores {
  return {
    count: 0,
    cost: new Float64Array(CORES),
    start: new Int32Array(CORES + 1),
    split: new Int32Array(CORES),
    items: new Int32Array(ITEMS),
    used: 0,
  };
}

/**
 * Lists every core of a component that costs at most `delta` more than the cheapest. A core decides every pool that speaks for a
 * positive: explained by a chosen specimen, or given up. The branches of a pool are its first chosen member (those before it
 * excluded) and the giving up (all excluded), so that every explanation belongs to exactly one core: the core's specimens and
 * any of those neither chosen nor excluded. @returns the least cost; the cores are appended to `cores`.
 */
export function makeSearch(space: SearchSpace, lists: Lists, cores: Cores, stackSize: number) {
  const { design, covers, givenUp, excluded, poolPrice, side } = space;
  const { members, pools, specimens } = lists;
  const orderOf = new Int32Array(stackSize);
  const reducedOf = new Float64Array(stackSize);
  const gainOf = new Float64Array(stackSize);
  const chosen = new Int32Array(design.pools + 1);
  const banned = new Int32Array(design.specimens);
  const openPools = new Int32Array(design.pools);
  const shares = new Float64Array(design.pools);
  let chosenCount = 0;
  let bannedCount = 0;
  let top = 0;
  let best = Infinity;
  let delta = 0;
  let nodes = 0;
  let part: Component;
  let budget: Budget;

  const visit = (cost: number): void => {
    if (budget.spent !== 'no') return;
    resetSpecimens(space, specimens, part.specimenFrom, part.specimenTo);
    resetPools(space, pools, part.poolFrom, part.poolTo);
    let bound = cost;
    let branch = -1;
    let fewest = Infinity;
    let openCount = 0;
    for (let k = part.poolFrom; k < part.poolTo; k += 1) {
      const pool = pools[k]!;
      if (side[pool]! <= 0 || covers[pool] !== 0 || givenUp[pool] === 1) continue;
      let open = 0;
      for (let at = members.start[pool]!; at < members.end[pool]!; at += 1)
        if (excluded[members.of[at]!] === 0) open += 1;
      budget.work -= 1 + open;
      if (open < fewest) {
        fewest = open;
        branch = pool;
      }
      openPools[openCount] = pool;
      openCount += 1;
    }
    fairRatios(space, specimens, part.specimenFrom, part.specimenTo);
    for (let k = 0; k < openCount; k += 1) shares[k] = fairShare(space, openPools[k]!, members);
    for (let k = 0; k < openCount; k += 1) {
      const paid = raise(space, openPools[k]!, members, shares[k]!);
      bound += paid;
      shares[k] = paid;
    }
    if (bound > best + delta) return;
    for (let k = 0; k < openCount; k += 1) {
      const rest = poolPrice[openPools[k]!]! - shares[k]!;
      if (rest > 0) bound += raise(space, openPools[k]!, members, rest);
      if (bound > best + delta) return;
    }
    nodes += 1;
    if (budget.work <= 0) budget.spent = 'work';
    else if ((nodes & 0x3f) === 0 && budget.late()) budget.spent = 'time';
    if (budget.work <= 0 || budget.spent === 'time') return;
    if (branch < 0) {
      keep(cost);
      return;
    }
    const base = top;
    const bannedBefore = bannedCount;
    for (let k = part.specimenFrom; k < part.specimenTo; k += 1) {
      const specimen = specimens[k]!;
      if (excluded[specimen] !== 0 || bound + reducedPrice(space, specimen) <= best + delta) continue;
      ban(specimen);
    }
    for (let at = members.start[branch]!; at < members.end[branch]!; at += 1) {
      const specimen = members.of[at]!;
      if (excluded[specimen] === 0) insert(base, specimen);
    }
    const end = top;
    for (let k = base; k < end; k += 1) {
      const specimen = orderOf[k]!;
      if (bound + reducedOf[k]! <= best + delta) {
        chosen[chosenCount] = specimen;
        chosenCount += 1;
        excluded[specimen] = 1;
        visit(cost + choose(space, specimen));
        unchoose(space, specimen);
        chosenCount -= 1;
      }
      ban(specimen);
    }
    if (cost + poolPrice[branch]! <= best + delta) {
      givenUp[branch] = 1;
      visit(cost + poolPrice[branch]!);
      givenUp[branch] = 0;
    }
    while (bannedCount > bannedBefore) {
      bannedCount -= 1;
      excluded[banned[bannedCount]!] = 0;
    }
    top = base;
  };

  const ban = (specimen: number): void => {
    excluded[specimen] = 1;
    banned[bannedCount] = specimen;
    bannedCount += 1;
  };

  /** Sorts a member into the branches: the largest gain first, so that a good explanation is found early. */
  const insert = (base: number, specimen: number): void => {
    let gain = -space.specimenPrice[specimen]!;
    for (let at = design.poolStart[specimen]!; at < design.poolStart[specimen + 1]!; at += 1) {
      const pool = design.poolOf[at]!;
      if (covers[pool] !== 0 || givenUp[pool] === 1) continue;
      gain += side[pool]! * poolPrice[pool]!;
    }
    const reduced = reducedPrice(space, specimen);
    let at = top;
    while (at > base && gainOf[at - 1]! < gain) {
      orderOf[at] = orderOf[at - 1]!;
      gainOf[at] = gainOf[at - 1]!;
      reducedOf[at] = reducedOf[at - 1]!;
      at -= 1;
    }
    orderOf[at] = specimen;
    gainOf[at] = gain;
    reducedOf[at] = reduced;
    top += 1;
  };

  const keep = (cost: number): void => {
    if (cost < best) best = cost;
    if (cores.count >= CORES || cores.used + chosenCount + bannedCount > ITEMS) {
      budget.spent = 'work';
      return;
    }
    const { count, items } = cores;
    cores.cost[count] = cost;
    cores.start[count] = cores.used;
    for (let k = 0; k < chosenCount; k += 1) items[cores.used + k] = chosen[k]!;
    cores.split[count] = cores.used + chosenCount;
    cores.used += chosenCount;
    for (let k = 0; k < bannedCount; k += 1) items[cores.used + k] = banned[k]!;
    cores.used += bannedCount;
    cores.count = count + 1;
    cores.start[count + 1] = cores.used;
  };

  return (component: Component, reach: number, upper: number, limits: Budget): number => {
    part = component;
    delta = reach;
    best = upper;
    budget = limits;
    chosenCount = 0;
    bannedCount = 0;
    top = 0;
    nodes = 0;
    visit(0);
    return best;
  };
}
