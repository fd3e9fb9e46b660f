import type { PoolDesign } from '../../../pool-design/pool-design.js';
import { makeSearch } from './branch-and-bound.js';
import { makeSplitter, type Component, type Parts } from './components.js';
import { makeCores, type Budget } from './cores.js';
import { makeDualAscent } from './dual-ascent.js';
import { makePosterior, type Posterior } from './posterior.js';
import { makeRootBound, setAside, type Root } from './root-bound.js';
import { choose, HARD, makeSearchSpace, priceBatch, unchoose, type SearchSpace } from './search-space.js';

/** `contradiction`: nothing explains the readings. `work` and `time`: the budget was spent; there is no answer. */
export type Searched =
  | { readonly kind: 'found'; readonly posterior: Posterior }
  | { readonly kind: 'contradiction' | 'work' | 'time' };
export type BatchSearch = {
  /** the least cost of an explanation, proven; null when the budget was spent before */
  prove(ifClear: Float64Array, ifPositive: Float64Array, budget: Budget): number | null;
  /** the same and all explanations within reach, as chances */
  explain(ifClear: Float64Array, ifPositive: Float64Array, budget: Budget): Searched;
};

type Listing = { readonly reach: number; readonly keep: 'worthwhile' | 'all' };

/**
 * Explanations down to 1 in 10,000 of the best one are listed of every batch; in it specimens worth less than they cost are only
 * added to others.
 */
const NEAR: Listing = { reach: Math.log(1e4), keep: 'worthwhile' };
/**
 * Where that took less than a share of the work allowed, they are listed again, farther or more closely. It may take half of what is left:
 * `all` takes some twelve times as much as the near listing, the others six and three times.
 */
const AGAIN: readonly (Listing & { readonly below: number })[] = [
  { below: 1 / 40, reach: Math.log(1e6), keep: 'all' },
  { below: 1 / 16, reach: Math.log(1e6), keep: 'worthwhile' },
  { below: 1 / 6, reach: Math.log(1e5), keep: 'worthwhile' },
];

/**
 * Prepares the search of a design. First the least cost is proven; with it far fewer specimens and branches remain when the
 * explanations within reach are listed. Each time: specimens set aside, the rest split into parts that share no pool, and each
 * part searched on its own.
 */
export function makeBatchSearch(design: PoolDesign, priors: Float64Array): BatchSearch {
  const space = makeSearchSpace(design, priors);
  const logClear = priors.reduce((sum, p) => sum + Math.log1p(-p), 0);
  const cores = makeCores();
  const { split, parts } = makeSplitter(space);
  const ascent = makeDualAscent(space);
  const bound = makeRootBound(space, ascent);
  const search = makeSearch(space, parts, cores, ascent);
  const posteriorOf = makePosterior(space, parts, cores);
  const coreFrom = new Int32Array(design.pools + 1);

  /** Searches every part; @returns the least cost, or null when the budget is spent. */
  const searchParts = (root: Root, within: number, budget: Budget): number | null => {
    split();
    cores.count = 0;
    cores.used = 0;
    let cost = parts.stray;
    for (let part = 0; part < parts.count; part += 1) {
      coreFrom[part] = cores.count;
      const component = parts.components[part]!;
      cost += search(component, within, costOfBest(space, parts, component, root) + 1e-9, budget);
      if (budget.spent !== 'no') return null;
    }
    coreFrom[parts.count] = cores.count;
    return cost;
  };

  const proveRoot = (ifClear: Float64Array, ifPositive: Float64Array, budget: Budget): Root | null => {
    priceBatch(space, logClear, ifClear, ifPositive);
    const root = bound();
    if (root.upper - root.lower < 1e-9) return root;
    setAside(space, root, 0, 'all');
    const cost = searchParts(root, 0, budget);
    if (cost === null) return null;
    root.upper = cost;
    root.inBest.fill(0);
    for (let part = 0; part < parts.count; part += 1) {
      let cheapest = coreFrom[part]!;
      for (let c = cheapest; c < coreFrom[part + 1]!; c += 1)
        if (cores.cost[c]! < cores.cost[cheapest]!) cheapest = c;
      for (let k = cores.start[cheapest]!; k < cores.split[cheapest]!; k += 1)
        root.inBest[cores.items[k]!] = 1;
    }
    return root;
  };

  const list = (root: Root, { reach, keep }: Listing, budget: Budget): number | null => {
    setAside(space, root, reach, keep);
    return searchParts(root, reach, budget) === null ? null : reach;
  };

  /** Lists as far as the work allows; @returns the reach, null when the budget is spent. */
  const listFar = (root: Root, allowed: number, budget: Budget): number | null => {
    if (list(root, NEAR, budget) === null) return null;
    const again = AGAIN.find(({ below }) => allowed - budget.work <= allowed * below);
    if (again === undefined) return NEAR.reach;
    const held = budget.work / 2;
    budget.work -= held;
    const found = list(root, again, budget);
    if (found === null && budget.spent === 'time') return null;
    budget.work = held + Math.max(0, budget.work);
    if (found !== null && posteriorOf.work(cores.count) < budget.work) return found;
    budget.spent = 'no';
    return list(root, NEAR, budget);
  };

  return {
    prove: (ifClear, ifPositive, budget) => proveRoot(ifClear, ifPositive, budget)?.upper ?? null,
    explain: (ifClear, ifPositive, budget) => {
      const allowed = budget.work;
      const root = proveRoot(ifClear, ifPositive, budget);
      if (root !== null && root.upper >= HARD) return { kind: 'contradiction' };
      const reach = root === null ? null : listFar(root, allowed, budget);
      const posterior =
        root === null || reach === null ? null : posteriorOf.make(coreFrom, root.upper, reach, budget);
      return posterior ? { kind: 'found', posterior } : { kind: budget.spent === 'time' ? 'time' : 'work' };
    },
  };
}

/** What the best explanation so far costs within one part. */
function costOfBest(space: SearchSpace, parts: Parts, part: Component, { inBest }: Root): number {
  let cost = 0;
  for (let k = part.specimenFrom; k < part.specimenTo; k += 1)
    if (inBest[parts.specimens[k]!] === 1) cost += choose(space, parts.specimens[k]!);
  for (let k = part.openFrom; k < part.openTo; k += 1)
    if (space.covers[parts.open[k]!] === 0) cost += space.poolPrice[parts.open[k]!]!;
  for (let k = part.specimenFrom; k < part.specimenTo; k += 1)
    if (inBest[parts.specimens[k]!] === 1) unchoose(space, parts.specimens[k]!);
  return cost;
}
