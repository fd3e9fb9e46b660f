import type { SearchSpace } from './search-space.js';

/** A part of a batch that is searched on its own, as ranges of the lists in `Parts`: it shares no pool with another part. */
export type Component = {
  specimenFrom: number;
  specimenTo: number;
  openFrom: number;
  openTo: number;
  denyFrom: number;
  denyTo: number;
};

/** Kept specimens and their pools, sorted by component. */
export type Parts = {
  count: number;
  readonly components: Component[];
  readonly specimens: Int32Array;
  /** pools that speak for a positive, and those that deny one */
  readonly open: Int32Array;
  readonly denying: Int32Array;
  /** price of the speaking pools that no kept specimen is in: nobody explains them */
  stray: number;
};

/** @returns the parts, and a function that fills them: it splits the candidates that are not set aside into parts that share no pool */
export function makeSplitter(space: SearchSpace) {
  const { design, excluded, side, candidates, sorted, last, poolPrice } = space;
  const { pools: m, specimens: n, poolStart } = design;
  const parent = new Int32Array(m);
  const held = new Uint8Array(m);
  const partOf = new Int32Array(m);
  const parts: Parts = {
    count: 0,
    components: Array.from({ length: m }, () => ({
      specimenFrom: 0,
      specimenTo: 0,
      openFrom: 0,
      openTo: 0,
      denyFrom: 0,
      denyTo: 0,
    })),
    specimens: new Int32Array(n),
    open: new Int32Array(m),
    denying: new Int32Array(m),
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
    let keptCount = 0;
    for (let pool = 0; pool < m; pool += 1) {
      parent[pool] = pool;
      partOf[pool] = -1;
      held[pool] = 0;
    }
    for (let k = 0; k < space.candidateCount; k += 1) {
      const i = candidates[k]!;
      if (excluded[i] !== 0) continue;
      kept[keptCount] = i;
      keptCount += 1;
      const from = poolStart[i]!;
      const first = root(sorted[from]!);
      held[sorted[from]!] = 1;
      for (let at = from + 1; at < last[i]!; at += 1) {
        held[sorted[at]!] = 1;
        parent[root(sorted[at]!)] = first;
      }
    }
    parts.count = 0;
    parts.stray = 0;
    for (let pool = 0; pool < m; pool += 1) {
      if (held[pool] === 0) {
        if (side[pool]! > 0) parts.stray += poolPrice[pool]!;
        continue;
      }
      const top = root(pool);
      if (partOf[top]! >= 0) continue;
      partOf[top] = parts.count;
      parts.count += 1;
    }
    let open = 0;
    let denying = 0;
    let specimens = 0;
    for (let part = 0; part < parts.count; part += 1) {
      const component = parts.components[part]!;
      component.openFrom = open;
      component.denyFrom = denying;
      component.specimenFrom = specimens;
      for (let pool = 0; pool < m; pool += 1) {
        if (held[pool] === 0 || partOf[root(pool)] !== part) continue;
        if (side[pool]! > 0) {
          parts.open[open] = pool;
          open += 1;
        } else {
          parts.denying[denying] = pool;
          denying += 1;
        }
      }
      for (let k = 0; k < keptCount; k += 1) {
        const i = kept[k]!;
        if (partOf[root(sorted[poolStart[i]!]!)] !== part) continue;
        parts.specimens[specimens] = i;
        specimens += 1;
      }
      component.openTo = open;
      component.denyTo = denying;
      component.specimenTo = specimens;
    }
  };
  return { split, parts };
}
