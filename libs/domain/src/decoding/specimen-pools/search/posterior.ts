import { pay, type Budget, type Cores } from './cores.js';
import type { Component, Parts } from './components.js';
import { makeGivenUp } from './given-up.js';
import { makeJoiners, says } from './joiners.js';
import { makeAlternatives, type Alternative } from './alternatives.js';
import type { SearchSpace } from './search-space.js';

/**
 * Chances from the cores of all parts. `cost` is the least cost of an explanation and `best` that explanation, ascending; `cores`
 * are those of each part within reach, the cheapest first. In memory of the decoder, overwritten by the next batch.
 */
export type Posterior = {
  readonly marginals: Float64Array;
  readonly cost: number;
  readonly logEvidence: number;
  readonly best: readonly number[];
  readonly alternatives: readonly Alternative[];
};

/** What a core costs for each specimen, in the budget's unit. */
const CORE_WORK = 1 / 16;

/**
 * Sums the explanations of every core: the core itself and, in product form, the specimens that may join it. Those join with odds
 * ρ · Π of their uncovered pools' ratios; two that join and share an uncovered pool are counted as if they shared none.
 */
export function makePosterior(space: SearchSpace, parts: Parts, cores: Cores) {
  const { design, odds, ratio, excluded } = space;
  const { poolStart, poolOf, specimenStart, specimenOf, specimens: n } = design;
  const marginals = new Float64Array(n);
  /** specimens set aside: odds by the pools of no part, then times what each part makes of them */
  const aside = new Float64Array(n);
  /** specimens set aside: chance of having joined in a pool given up, over all parts */
  const joinedGivenUp = new Float64Array(n);
  /** 1: set aside, its chance not yet written */
  const left = new Uint8Array(n);
  const inPart = new Uint8Array(design.pools);
  const alternatives = makeAlternatives();
  const joiners = makeJoiners(space, parts, cores);
  const givenUp = makeGivenUp(space, parts, joiners);

  /** Weighs a core with all that may join it, and adds it to the marginals; @returns its weight. */
  const addCore = (core: number, above: number, part: Component): number => {
    const { specimenFrom: from, specimenTo: to } = part;
    const first = cores.start[core]!;
    const mid = cores.split[core]!;
    const end = cores.start[core + 1]!;
    for (let k = first; k < end; k += 1) excluded[cores.items[k]!] = 1;
    let weight = Math.exp(-above);
    for (let k = from; k < to; k += 1) {
      const specimen = parts.specimens[k]!;
      if (excluded[specimen] === 0) weight *= 1 + joiners.odds[specimen]!;
    }
    weight *= givenUp.weigh(part);
    givenUp.add(weight);
    for (let k = from; k < to; k += 1) {
      const specimen = parts.specimens[k]!;
      if (excluded[specimen] === 0) marginals[specimen]! += weight * joiners.chance[specimen]!;
    }
    for (let k = first; k < mid; k += 1) marginals[cores.items[k]!]! += weight;
    for (let k = first; k < end; k += 1) excluded[cores.items[k]!] = 0;
    return weight;
  };

  const startAside = (): void => {
    inPart.fill(0);
    const last = parts.components[parts.count - 1];
    for (let k = 0; k < (last?.openTo ?? 0); k += 1) inPart[parts.open[k]!] = 1;
    for (let k = 0; k < (last?.denyTo ?? 0); k += 1) inPart[parts.denying[k]!] = 1;
    for (let i = 0; i < n; i += 1) {
      if (excluded[i] !== 2) continue;
      let product = odds[i]!;
      for (let at = poolStart[i]!; at < poolStart[i + 1]!; at += 1)
        if (inPart[poolOf[at]!] === 0) product *= says(ratio[poolOf[at]!]!);
      aside[i] = product;
    }
  };

  /**
   * Turns the odds of those set aside into chances. A speaking pool of no part is explained once however many of its members join:
   * with x its members' odds without it, all that may happen in it weighs 1 + ratio · (Π (1 + x) − 1). @returns ln of all weights
   */
  const settleAside = (): number => {
    let logSum = 0;
    left.fill(1);
    for (let k = 0; k < space.speakingCount; k += 1) {
      const pool = space.speaking[k]!;
      if (inPart[pool] === 1) continue;
      const share = says(ratio[pool]!);
      let logAll = 0;
      for (let at = specimenStart[pool]!; at < specimenStart[pool + 1]!; at += 1)
        if (left[specimenOf[at]!] === 1) logAll += Math.log1p(aside[specimenOf[at]!]! / share);
      const any = share * Math.expm1(logAll);
      logSum += Math.log1p(any);
      for (let at = specimenStart[pool]!; at < specimenStart[pool + 1]!; at += 1) {
        const i = specimenOf[at]!;
        if (left[i] === 0) continue;
        left[i] = 0;
        const x = aside[i]! / share;
        marginals[i] = ((x / (1 + x)) * (any + share)) / (1 + any);
      }
    }
    for (let i = 0; i < n; i += 1) {
      if (excluded[i] !== 2 || left[i] === 0) continue;
      marginals[i] = aside[i]! / (1 + aside[i]!);
      logSum += Math.log1p(aside[i]!);
    }
    return logSum;
  };

  /** @returns null when the budget is spent */
  const make = (coreFrom: Int32Array, cost: number, reach: number, budget: Budget): Posterior | null => {
    marginals.fill(0);
    startAside();
    joinedGivenUp.fill(0);
    let logSum = 0;
    const best: number[] = [];
    alternatives.clear();
    for (let part = 0; part < parts.count; part += 1) {
      const component = parts.components[part]!;
      const { specimenFrom, specimenTo } = component;
      const coreTo = coreFrom[part + 1]!;
      let cheapest = coreFrom[part]!;
      for (let c = cheapest; c < coreTo; c += 1) if (cores.cost[c]! < cores.cost[cheapest]!) cheapest = c;
      const least = cores.cost[cheapest]!;
      const chosen = [...cores.items.subarray(cores.start[cheapest], cores.split[cheapest])].sort(
        (a, b) => a - b,
      );
      best.push(...chosen);
      let total = 0;
      joiners.begin(component);
      givenUp.joined.fill(0);
      for (let c = coreFrom[part]!; c < coreTo; c += 1) {
        const above = cores.cost[c]! - least;
        if (above > reach) continue;
        if (!pay(budget, CORE_WORK * n)) return null;
        if (c !== cheapest) alternatives.offer(above, chosen, cores.items, cores.start[c]!, cores.split[c]!);
        joiners.goTo(c, total);
        total += addCore(c, above, component);
      }
      joiners.finish(total);
      logSum += Math.log(total);
      for (let k = specimenFrom; k < specimenTo; k += 1) marginals[parts.specimens[k]!]! /= total;
      for (let k = 0; k < joiners.touchedCount; k += 1) {
        const i = joiners.touched[k]!;
        aside[i]! *= joiners.sum[i]! / total;
        joinedGivenUp[i]! += givenUp.joined[i]! / total;
      }
    }
    logSum += settleAside();
    for (let i = 0; i < n; i += 1)
      if (excluded[i] === 2) marginals[i] = Math.min(1, marginals[i]! + joinedGivenUp[i]!);
    return {
      marginals,
      cost,
      logEvidence: space.constant - cost + logSum,
      best: best.sort((a, b) => a - b),
      alternatives: alternatives.list(),
    };
  };
  return { make, work: (count: number) => CORE_WORK * n * count };
}
