import { pay, type Budget, type Cores } from './cores.js';
import type { Parts } from './components.js';
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

/**
 * Sums the explanations of every core: the core itself and, in product form, the specimens that may join it. Those join with odds
 * ρ · Π of their uncovered pools' ratios; two that join and share an uncovered pool are counted as if they shared none.
 */
export function makePosterior(space: SearchSpace, parts: Parts, cores: Cores, reach: number) {
  const { design, odds, ratio, excluded } = space;
  const { poolStart, poolOf, specimens: n, pools: m } = design;
  const marginals = new Float64Array(n);
  /** specimens set aside: odds of joining, of a batch in which nobody is chosen; then what the parts make of them */
  const aside = new Float64Array(n);
  const asideOf = new Int32Array(n);
  const sum = new Float64Array(n);
  /** 1 for a covered pool, else its ratio */
  const factor = new Float64Array(m);
  /** 1 / ratio for a pool covered by the core at hand, else 1 */
  const change = new Float64Array(m);
  const alternatives = makeAlternatives();

  const joining = (specimen: number): number => {
    let product = odds[specimen]!;
    const end = poolStart[specimen + 1]!;
    for (let at = poolStart[specimen]!; at < end; at += 1) product *= factor[poolOf[at]!]!;
    return product;
  };
  const cover = (from: number, to: number, value: boolean): void => {
    for (let k = from; k < to; k += 1) {
      const specimen = cores.items[k]!;
      const end = poolStart[specimen + 1]!;
      for (let at = poolStart[specimen]!; at < end; at += 1) {
        const pool = poolOf[at]!;
        factor[pool] = value ? 1 : ratio[pool]!;
        change[pool] = value ? 1 / ratio[pool]! : 1;
      }
    }
  };

  /** @returns null when the budget is spent */
  return (coreFrom: Int32Array, cost: number, budget: Budget): Posterior | null => {
    marginals.fill(0);
    factor.set(ratio);
    change.fill(1);
    let asideCount = 0;
    for (let i = 0; i < n; i += 1) {
      if (excluded[i] !== 2) continue;
      aside[i] = joining(i);
      asideOf[asideCount] = i;
      asideCount += 1;
    }
    let logSum = 0;
    const best: number[] = [];
    alternatives.clear();
    for (let part = 0; part < parts.count; part += 1) {
      const { specimenFrom, specimenTo } = parts.components[part]!;
      const coreTo = coreFrom[part + 1]!;
      let cheapest = coreFrom[part]!;
      for (let c = cheapest; c < coreTo; c += 1) if (cores.cost[c]! < cores.cost[cheapest]!) cheapest = c;
      const least = cores.cost[cheapest]!;
      const chosen = [...cores.items.subarray(cores.start[cheapest], cores.split[cheapest])];
      best.push(...chosen);
      sum.fill(0);
      let total = 0;
      for (let c = coreFrom[part]!; c < coreTo; c += 1) {
        const above = cores.cost[c]! - least;
        if (above > reach) continue;
        if (!pay(budget, n / 4)) return null;
        const from = cores.start[c]!;
        const mid = cores.split[c]!;
        const to = cores.start[c + 1]!;
        if (c !== cheapest) alternatives.offer(above, chosen, cores.items, from, mid);
        cover(from, mid, true);
        for (let k = from; k < to; k += 1) excluded[cores.items[k]!] = 1;
        let weight = Math.exp(-above);
        for (let k = specimenFrom; k < specimenTo; k += 1) {
          const specimen = parts.specimens[k]!;
          if (excluded[specimen] === 0) weight *= 1 + joining(specimen);
        }
        total += weight;
        for (let k = from; k < mid; k += 1) marginals[cores.items[k]!]! += weight;
        for (let k = specimenFrom; k < specimenTo; k += 1) {
          const specimen = parts.specimens[k]!;
          if (excluded[specimen] !== 0) continue;
          const join = joining(specimen);
          marginals[specimen]! += (weight * join) / (1 + join);
        }
        for (let k = 0; k < asideCount; k += 1) {
          const i = asideOf[k]!;
          let product = weight;
          const end = poolStart[i + 1]!;
          for (let at = poolStart[i]!; at < end; at += 1) product *= change[poolOf[at]!]!;
          sum[i]! += product;
        }
        for (let k = from; k < to; k += 1) excluded[cores.items[k]!] = 0;
        cover(from, mid, false);
      }
      logSum += Math.log(total);
      for (let k = specimenFrom; k < specimenTo; k += 1) marginals[parts.specimens[k]!]! /= total;
      for (let k = 0; k < asideCount; k += 1) aside[asideOf[k]!]! *= sum[asideOf[k]!]! / total;
    }
    for (let k = 0; k < asideCount; k += 1) {
      const i = asideOf[k]!;
      marginals[i] = aside[i]! / (1 + aside[i]!);
      logSum += Math.log1p(aside[i]!);
    }
    return {
      marginals,
      cost,
      logEvidence: space.constant - cost + logSum,
      best: best.sort((a, b) => a - b),
      alternatives: alternatives.list(),
    };
  };
}
