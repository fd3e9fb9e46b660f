import type { Budget, Cores } from './branch-and-bound.js';
import type { Parts } from './components.js';
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
  /** explanations of single parts, cheapest first: what each costs above the cheapest of its part */
  readonly alternatives: readonly {
    readonly above: number;
    readonly instead: readonly number[];
    readonly of: readonly number[];
  }[];
};

/** This many alternatives are handed out with a decode. */
const ALTERNATIVES = 8;

/**
 * Sums the explanations of every core: the core itself and, in product form, the specimens that may join it. Those join with odds
 * ρ · Π of their uncovered pools' ratios; two that join and share an uncovered pool are counted as if they shared none.
 */
export function makePosterior(space: SearchSpace, parts: Parts, cores: Cores, reach: number) {
  const { design, odds, ratio, excluded } = space;
  const { poolStart, poolOf, specimens: n, pools: m } = design;
  const marginals = new Float64Array(n);
  /** Π over parts of the expected product of pool factors, for the specimens set aside */
  const aside = new Float64Array(n);
  const sum = new Float64Array(n);
  /** 1 for a covered pool, else its ratio */
  const factor = new Float64Array(m);
  /** by pool: 1 when it belongs to the part at hand */
  const here = new Uint8Array(m);

  const joining = (specimen: number): number => {
    let product = odds[specimen]!;
    for (let at = poolStart[specimen]!; at < poolStart[specimen + 1]!; at += 1)
      product *= factor[poolOf[at]!]!;
    return product;
  };
  const cover = (from: number, to: number, value: boolean): void => {
    for (let k = from; k < to; k += 1) {
      const specimen = cores.items[k]!;
      for (let at = poolStart[specimen]!; at < poolStart[specimen + 1]!; at += 1)
        factor[poolOf[at]!] = value ? 1 : ratio[poolOf[at]!]!;
    }
  };

  /** @returns null when the budget is spent; `work` pays a fourth of a specimen for each core and specimen set aside */
  return (coreFrom: Int32Array, cost: number, budget: Budget): Posterior | null => {
    budget.work -= (cores.count * n) / 4;
    if (budget.work <= 0) budget.spent = 'work';
    if (budget.spent !== 'no') return null;
    marginals.fill(0);
    factor.set(ratio);
    for (let i = 0; i < n; i += 1) aside[i] = excluded[i] === 2 ? joining(i) : 0;
    let logSum = 0;
    const best: number[] = [];
    const alternatives: { above: number; instead: number[]; of: number[] }[] = [];
    for (let part = 0; part < parts.count; part += 1) {
      const { specimenFrom, specimenTo, poolFrom, poolTo } = parts.components[part]!;
      for (let k = poolFrom; k < poolTo; k += 1) here[parts.pools[k]!] = 1;
      let cheapest = coreFrom[part]!;
      for (let c = cheapest; c < coreFrom[part + 1]!; c += 1)
        if (cores.cost[c]! < cores.cost[cheapest]!) cheapest = c;
      const least = cores.cost[cheapest]!;
      const core = (c: number) => [...cores.items.subarray(cores.start[c], cores.split[c])];
      const chosen = core(cheapest);
      best.push(...chosen);
      sum.fill(0);
      let total = 0;
      for (let c = coreFrom[part]!; c < coreFrom[part + 1]!; c += 1) {
        const above = cores.cost[c]! - least;
        if (above > reach) continue;
        if ((c & 0x3f) === 0x3f && budget.late()) {
          budget.spent = 'time';
          return null;
        }
        if (c !== cheapest) alternatives.push({ above, instead: chosen, of: core(c) });
        const from = cores.start[c]!;
        const mid = cores.split[c]!;
        const to = cores.start[c + 1]!;
        cover(from, mid, true);
        for (let k = from; k < to; k += 1) excluded[cores.items[k]!] = 1;
        let weight = Math.exp(-above);
        for (let k = specimenFrom; k < specimenTo; k += 1)
          if (excluded[parts.specimens[k]!] === 0) weight *= 1 + joining(parts.specimens[k]!);
        total += weight;
        for (let k = from; k < mid; k += 1) marginals[cores.items[k]!]! += weight;
        for (let k = specimenFrom; k < specimenTo; k += 1) {
          const specimen = parts.specimens[k]!;
          if (excluded[specimen] !== 0) continue;
          const join = joining(specimen);
          marginals[specimen]! += (weight * join) / (1 + join);
        }
        for (let i = 0; i < n; i += 1) {
          if (excluded[i] !== 2) continue;
          let product = weight;
          for (let at = poolStart[i]!; at < poolStart[i + 1]!; at += 1)
            if (here[poolOf[at]!] === 1) product *= factor[poolOf[at]!]! / ratio[poolOf[at]!]!;
          sum[i]! += product;
        }
        for (let k = from; k < to; k += 1) excluded[cores.items[k]!] = 0;
        cover(from, mid, false);
      }
      logSum += Math.log(total);
      for (let k = specimenFrom; k < specimenTo; k += 1) marginals[parts.specimens[k]!]! /= total;
      for (let i = 0; i < n; i += 1) if (excluded[i] === 2) aside[i]! *= sum[i]! / total;
      for (let k = poolFrom; k < poolTo; k += 1) here[parts.pools[k]!] = 0;
    }
    for (let i = 0; i < n; i += 1) {
      if (excluded[i] !== 2) continue;
      marginals[i] = aside[i]! / (1 + aside[i]!);
      logSum += Math.log1p(aside[i]!);
    }
    alternatives.sort((a, b) => a.above - b.above || (a.of.join() < b.of.join() ? -1 : 1));
    return {
      marginals,
      cost,
      logEvidence: space.constant - cost + logSum,
      best: best.sort((a, b) => a - b),
      alternatives: alternatives.slice(0, ALTERNATIVES),
    };
  };
}
