import type { PoolDesign } from '../../../pool-design/pool-design.js';

/** Which specimens of an explanation are in which pool, by their places in the explanation. */
export function membersByPool(design: PoolDesign, explanation: readonly number[]): Map<number, number[]> {
  const membersOf = new Map<number, number[]>();
  explanation.forEach((specimen, k) => {
    for (let at = design.poolStart[specimen]!; at < design.poolStart[specimen + 1]!; at += 1) {
      const pool = design.poolOf[at]!;
      const members = membersOf.get(pool);
      if (members) members.push(k);
      else membersOf.set(pool, [k]);
    }
  });
  return membersOf;
}
