import { keepCore, pay, type Budget, type Cores } from './cores.js';
import type { Component, Parts } from './components.js';
import type { DualAscent } from './dual-ascent.js';
import { choose, unchoose, type SearchSpace } from './search-space.js';

/**
 * Lists every core of a component that costs at most `delta` more than the cheapest. A core decides every pool that speaks for a
 * positive: explained by a chosen specimen, or given up. The branches of a pool are its first chosen member (those before it
 * excluded) and the giving up (all excluded), so that every explanation belongs to exactly one core: the core's specimens and
 * any of those neither chosen nor excluded. @returns the least cost; the cores are appended to `cores`.
 */
export function makeSearch(space: SearchSpace, parts: Parts, cores: Cores, ascent: DualAscent) {
  const { design, covers, excluded, poolPrice, specimenPrice, sorted, middle, last } = space;
  const { poolStart } = design;
  const { isOpen, value, size } = ascent;
  const chosen = new Int32Array(design.pools + 1);
  const banned = new Int32Array(design.specimens);
  /** lists of the nodes above one another: specimens that may still explain something, pools still open, branches */
  let active = new Int32Array(16 * design.specimens);
  let open = new Int32Array(16 * design.pools);
  const branches = new Int32Array(2 * design.poolOf.length);
  const reducedOf = new Float64Array(2 * design.poolOf.length);
  const gainOf = new Float64Array(2 * design.poolOf.length);
  let chosenCount = 0;
  let bannedCount = 0;
  let best = Infinity;
  let delta = 0;
  let part: Component;
  let budget: Budget;

  /** `from … to` and `openFrom … openTo`: the lists of the node above; `top`: the first free place for branches. */
  const visit = (
    from: number,
    to: number,
    openFrom: number,
    openTo: number,
    top: number,
    paid: number,
  ): void => {
    if (budget.spent !== 'no') return;
    let cost = paid;
    const first = to;
    const openFirst = openTo;
    let end = first;
    let openEnd = openFirst;
    if (end + (to - from) > active.length) active = doubled(active);
    if (openEnd + (openTo - openFrom) > open.length) open = doubled(open);
    for (let k = openFrom; k < openTo; k += 1) {
      if (covers[open[k]!] !== 0) continue;
      open[openEnd] = open[k]!;
      openEnd += 1;
    }
    if (openEnd === openFirst) {
      if (cost <= best + delta) keep(cost);
      return;
    }
    ascent.begin(open, openFirst, openEnd, parts.denying, part.denyFrom, part.denyTo);
    for (let k = from; k < to; k += 1) {
      const specimen = active[k]!;
      if (excluded[specimen] !== 0 || !ascent.take(specimen)) continue;
      active[end] = specimen;
      end += 1;
    }
    if (!pay(budget, 8 + to - from + 2 * (end - first))) {
      ascent.end(open, openFirst, openEnd);
      return;
    }
    const bound = cost + ascent.ascend(active, first, end, open, openFirst, openEnd, best + delta - cost);
    if (bound > best + delta) {
      ascent.end(open, openFirst, openEnd);
      return;
    }
    // what is too dear is not branched on, and what nobody can explain any more is given up
    for (let k = openFirst; k < openEnd; k += 1) size[open[k]!] = 0;
    let kept = first;
    for (let k = first; k < end; k += 1) {
      const specimen = active[k]!;
      if (bound + ascent.reduced(specimen) > best + delta) continue;
      active[kept] = specimen;
      kept += 1;
      for (let at = poolStart[specimen]!; at < middle[specimen]!; at += 1) size[sorted[at]!]! += 1;
    }
    end = kept;
    let branch = -1;
    let left = openFirst;
    for (let k = openFirst; k < openEnd; k += 1) {
      const pool = open[k]!;
      if (size[pool] === 0) {
        cost += poolPrice[pool]!;
        isOpen[pool] = 0;
        continue;
      }
      open[left] = pool;
      left += 1;
      if (branch < 0 || size[pool]! < size[branch]!) branch = pool;
    }
    openEnd = left;
    if (branch < 0) {
      if (cost <= best + delta) keep(cost);
      return;
    }
    let branchEnd = top;
    for (let k = first; k < end; k += 1)
      if (holds(active[k]!, branch)) branchEnd = insert(top, branchEnd, active[k]!);
    const surrendered = bound + poolPrice[branch]! - value[branch]!;
    ascent.end(open, openFirst, openEnd);
    const bannedBefore = bannedCount;
    for (let k = top; k < branchEnd; k += 1) {
      const specimen = branches[k]!;
      excluded[specimen] = 1;
      if (bound + reducedOf[k]! <= best + delta) {
        chosen[chosenCount] = specimen;
        chosenCount += 1;
        visit(first, end, openFirst, openEnd, branchEnd, cost + choose(space, specimen));
        unchoose(space, specimen);
        chosenCount -= 1;
      }
      banned[bannedCount] = specimen;
      bannedCount += 1;
    }
    if (surrendered <= best + delta) {
      // explained by nobody below: counted as if it were held
      covers[branch]! += 1;
      visit(first, end, openFirst, openEnd, branchEnd, cost + poolPrice[branch]!);
      covers[branch]! -= 1;
    }
    while (bannedCount > bannedBefore) {
      bannedCount -= 1;
      excluded[banned[bannedCount]!] = 0;
    }
  };

  const holds = (specimen: number, pool: number): boolean => {
    for (let at = poolStart[specimen]!; at < middle[specimen]!; at += 1) if (sorted[at] === pool) return true;
    return false;
  };

  /** Sorts a member into the branches: the largest gain first, so that a good explanation is found early; @returns their end. */
  const insert = (from: number, to: number, specimen: number): number => {
    let gain = -specimenPrice[specimen]!;
    const mid = middle[specimen]!;
    for (let at = poolStart[specimen]!; at < mid; at += 1)
      if (isOpen[sorted[at]!] === 1) gain += poolPrice[sorted[at]!]!;
    for (let at = mid; at < last[specimen]!; at += 1)
      if (covers[sorted[at]!] === 0) gain -= poolPrice[sorted[at]!]!;
    let at = to;
    while (at > from && gainOf[at - 1]! < gain) {
      branches[at] = branches[at - 1]!;
      gainOf[at] = gainOf[at - 1]!;
      reducedOf[at] = reducedOf[at - 1]!;
      at -= 1;
    }
    branches[at] = specimen;
    gainOf[at] = gain;
    reducedOf[at] = ascent.reduced(specimen);
    return to + 1;
  };

  const keep = (cost: number): void => {
    if (cost < best) best = cost;
    if (!keepCore(cores, cost, chosen, chosenCount, banned, bannedCount)) budget.spent = 'work';
  };

  return (component: Component, reach: number, upper: number, limits: Budget): number => {
    part = component;
    delta = reach;
    best = upper;
    budget = limits;
    chosenCount = 0;
    bannedCount = 0;
    const specimens = part.specimenTo - part.specimenFrom;
    active.set(parts.specimens.subarray(part.specimenFrom, part.specimenTo));
    open.set(parts.open.subarray(part.openFrom, part.openTo));
    visit(0, specimens, 0, part.openTo - part.openFrom, 0, 0);
    return best;
  };
}

function doubled(list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * list.length);
  larger.set(list);
  return larger;
}
