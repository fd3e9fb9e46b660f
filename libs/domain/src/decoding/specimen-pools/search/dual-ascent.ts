import type { SearchSpace } from './search-space.js';

/** Specimens and open pools that a bound is asked for: ranges of the lists they stand in. */
export type DualAscent = {
  /** speaking pools that are neither explained nor given up: 1; set by `begin`, cleared by `end` */
  readonly isOpen: Uint8Array;
  /** by specimen taken up: how many open pools it would explain */
  readonly explains: Uint16Array;
  /** by open pool: dual value, at most its price */
  readonly value: Float64Array;
  /** by open pool: members taken up */
  readonly size: Int32Array;
  begin(
    open: Int32Array,
    from: number,
    to: number,
    denying: Int32Array,
    denyFrom: number,
    denyTo: number,
  ): void;
  /** @returns false when it explains no open pool: it was not taken up */
  take(specimen: number): boolean;
  /** Raises the dual values of the open pools, all of them unless the sum exceeds `most`; @returns the sum */
  ascend(
    list: Int32Array,
    from: number,
    to: number,
    open: Int32Array,
    openFrom: number,
    openTo: number,
    most: number,
  ): number;
  /** every explanation that holds it costs at least the bound plus this */
  reduced(specimen: number): number;
  end(open: Int32Array, from: number, to: number): void;
};

/**
 * The lower bound of a node: the dual values of its open pools, raised so that no specimen is asked for more than its own price
 * and what it may take of the pools that deny it. Written proof: docs/branch-and-bound.md.
 */
export function makeDualAscent(space: SearchSpace): DualAscent {
  const { design, specimenPrice, poolPrice, sorted, middle, last, covers } = space;
  const { poolStart, pools: m, specimens: n } = design;
  const isOpen = new Uint8Array(m);
  const explains = new Uint16Array(n);
  const value = new Float64Array(m);
  const share = new Float64Array(m);
  const size = new Int32Array(m);
  const start = new Int32Array(m);
  const end = new Int32Array(m);
  const memberOf = new Int32Array(design.poolOf.length);
  const own = new Float64Array(n);
  const denial = new Float64Array(m);

  const reduced = (specimen: number): number => {
    let left = own[specimen]!;
    const to = last[specimen]!;
    for (let at = middle[specimen]!; at < to; at += 1) left += denial[sorted[at]!]!;
    return left;
  };

  /** One step of the ascent; @returns what the pool's dual value grew by. */
  const raise = (pool: number, cap: number): number => {
    const from = start[pool]!;
    const to = end[pool]!;
    let most = cap;
    for (let k = from; k < to; k += 1) {
      const specimen = memberOf[k]!;
      if (own[specimen]! >= most) continue;
      const left = reduced(specimen);
      if (left < most) {
        if (left <= 0) return 0;
        most = left;
      }
    }
    let least = most;
    for (let k = from; k < to; k += 1) {
      const specimen = memberOf[k]!;
      if (own[specimen]! >= most) {
        own[specimen]! -= most;
        continue;
      }
      let owed = most - own[specimen]!;
      own[specimen] = 0;
      const stop = last[specimen]!;
      for (let at = middle[specimen]!; at < stop && owed > 0; at += 1) {
        const other = sorted[at]!;
        const part = Math.min(owed, denial[other]!);
        denial[other]! -= part;
        owed -= part;
      }
      // two members that share a denying pool may have counted it both: the value is what the poorest could pay
      if (most - owed < least) least = most - owed;
    }
    return least;
  };

  return {
    isOpen,
    explains,
    value,
    size,
    reduced,
    begin: (open, from, to, denying, denyFrom, denyTo) => {
      for (let k = from; k < to; k += 1) {
        const pool = open[k]!;
        isOpen[pool] = 1;
        size[pool] = 0;
        share[pool] = poolPrice[pool]!;
      }
      for (let k = denyFrom; k < denyTo; k += 1) {
        const pool = denying[k]!;
        denial[pool] = covers[pool] === 0 ? poolPrice[pool]! : 0;
      }
    },
    take: (specimen) => {
      const mid = middle[specimen]!;
      const from = poolStart[specimen]!;
      let count = 0;
      for (let at = from; at < mid; at += 1) count += isOpen[sorted[at]!]!;
      explains[specimen] = count;
      if (count === 0) return false;
      own[specimen] = specimenPrice[specimen]!;
      // what one of its open pools may ask of it when all ask alike
      const fair = reduced(specimen) / count;
      for (let at = from; at < mid; at += 1) {
        const pool = sorted[at]!;
        if (isOpen[pool] === 0) continue;
        size[pool]! += 1;
        if (fair < share[pool]!) share[pool] = fair;
      }
      return true;
    },
    ascend: (list, from, to, open, openFrom, openTo, most) => {
      let used = 0;
      for (let k = openFrom; k < openTo; k += 1) {
        const pool = open[k]!;
        start[pool] = used;
        end[pool] = used;
        used += size[pool]!;
      }
      for (let k = from; k < to; k += 1) {
        const specimen = list[k]!;
        const mid = middle[specimen]!;
        for (let at = poolStart[specimen]!; at < mid; at += 1) {
          const pool = sorted[at]!;
          if (isOpen[pool] === 0) continue;
          memberOf[end[pool]!] = specimen;
          end[pool]! += 1;
        }
      }
      let bound = 0;
      for (let k = openFrom; k < openTo; k += 1) {
        const pool = open[k]!;
        const paid = raise(pool, share[pool]!);
        value[pool] = paid;
        bound += paid;
      }
      for (let k = openFrom; k < openTo && bound <= most; k += 1) {
        const pool = open[k]!;
        const rest = poolPrice[pool]! - value[pool]!;
        if (rest <= 0) continue;
        const paid = raise(pool, rest);
        value[pool]! += paid;
        bound += paid;
      }
      return bound;
    },
    end: (open, from, to) => {
      for (let k = from; k < to; k += 1) isOpen[open[k]!] = 0;
    },
  };
}
