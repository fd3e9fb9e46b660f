import type { SearchSpace } from './search-space.js';
import type { Component } from './branch-and-bound.js';

/** Kept specimens and their pools, sorted by component, and the kept members of each pool. */
export type Parts = {
  count: number;
  readonly components: Component[];
  readonly specimens: Int32Array;
  readonly pools: Int32Array;
  readonly members: { readonly start: Int32Array; readonly end: Int32Array; readonly of: Int32Array };
  /** pools that speak for a positive and have no kept member: nobody explains them */
  stray: number;
};

/** @returns the parts, and a function that fills them: it splits the specimens that are not excluded for good into parts that share no pool */
export function makeSplitter(space: SearchSpace) {
  const { design, excluded, side } = space;
  const { pools: m, specimens: n } = design;
  const parent = new Int32Array(m);
  const partOf = new Int32Array(m);
  const parts: Parts = {
    count: 0,
    components: Array.from({ length: m }, () => ({ specimenFrom: 0, specimenTo: 0, poolFrom: 0, poolTo: 0 })),
    specimens: new Int32Array(n),
    pools: new Int32Array(m),
    members: {
      start: new Int32Array(m),
      end: new Int32Array(m),
      of: new Int32Array(design.specimenOf.length),
    },
    stray: 0,
  };
  const kept = new Int32Array(n);
  const root = (pool: number): number => {
    let at = pool;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  const split = (): void => {
    const { start, end, of } = parts.members;
    let keptCount = 0;
    for (let i = 0; i < n; i += 1) {
      if (excluded[i] !== 0) continue;
      kept[keptCount] = i;
      keptCount += 1;
    }
    for (let pool = 0; pool < m; pool += 1) {
      parent[pool] = pool;
      partOf[pool] = -1;
      start[pool] = design.specimenStart[pool]!;
      end[pool] = start[pool]!;
    }
    for (let k = 0; k < keptCount; k += 1) {
      const i = kept[k]!;
      let first = -1;
      for (let at = design.poolStart[i]!; at < design.poolStart[i + 1]!; at += 1) {
        const pool = design.poolOf[at]!;
        if (side[pool] === 0) continue;
        of[end[pool]!] = i;
        end[pool]! += 1;
        if (first < 0) first = root(pool);
        else parent[root(pool)] = first;
      }
    }
    parts.count = 0;
    parts.stray = 0;
    for (let pool = 0; pool < m; pool += 1) {
      if (end[pool] === start[pool]) {
        if (side[pool]! > 0) parts.stray += 1;
        continue;
      }
      const top = root(pool);
      if (partOf[top]! < 0) {
        partOf[top] = parts.count;
        parts.count += 1;
      }
    }
    let poolsUsed = 0;
    let specimensUsed = 0;
    for (let part = 0; part < parts.count; part += 1) {
      const component = parts.components[part]!;
      component.poolFrom = poolsUsed;
      component.specimenFrom = specimensUsed;
      for (let pool = 0; pool < m; pool += 1) {
        if (end[pool] === start[pool] || partOf[root(pool)] !== part) continue;
        parts.pools[poolsUsed] = pool;
        poolsUsed += 1;
      }
      for (let k = 0; k < keptCount; k += 1) {
        const i = kept[k]!;
        let at = design.poolStart[i]!;
        while (side[design.poolOf[at]!] === 0) at += 1;
        if (partOf[root(design.poolOf[at]!)] !== part) continue;
        parts.specimens[specimensUsed] = i;
        specimensUsed += 1;
      }
      component.poolTo = poolsUsed;
      component.specimenTo = specimensUsed;
    }
  };
  return { split, parts };
}
