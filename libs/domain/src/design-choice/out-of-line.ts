import { chanceAmongStrata } from './strata.js';

/** How somebody's positive pools compare with those of the others in the same strata. */
export type Comparison = {
  /** positive pools in strata that tell something, and its share of theirs */
  readonly seen: number;
  readonly expected: number;
  /** chance of a share as far from the expected as this, or farther, if all were alike; two-sided */
  readonly chance: number;
  readonly outOfLine: 'more' | 'fewer' | null;
};
/** Pools of one laboratory in one stratum. */
export type Share<Who> = { readonly who: Who; readonly pools: number; readonly positive: number };

/** Chance that all comparisons together name one that is like the others. */
const FALSE_ALARM = 0.05;
/** One positive pool is one finding, wherever it is, and none where one is expected is none. */
const LEAST_POSITIVE = 2;
/** Of two, one has more exactly as the other has fewer: their chances differ by rounding alone. */
const SAME = 1 + 1e-9;

/**
 * Which laboratories differ from the others by more than chance explains, stratum by stratum. The chance of each is
 * twice the smaller tail of the exact test (`chanceAmongStrata`). The least likely is named when its chance is below
 * 0.05 over the number compared; then the others are compared without it, one fewer at a time (the steps of Holm 1979),
 * so that they are not called low because of it. Where all are alike one is named in one answer of twenty at most.
 * Null: no stratum tells anything.
 * @param strata each with one share for each laboratory that has pools in it
 */
export function compareWithOthers<Who>(
  strata: readonly (readonly Share<Who>[])[],
): Map<Who, Comparison | null> {
  const answer = new Map<Who, Comparison | null>();
  let left = strata;
  for (;;) {
    const compared = compareAll(left);
    for (const [who, one] of compared) if (!answer.get(who)?.outOfLine) answer.set(who, one);
    const telling = [...compared].flatMap(([who, one]) => (one ? [{ who, one }] : []));
    const named = leastLikely(telling);
    if (named.length === 0) return answer;
    for (const { who, one } of named)
      answer.set(who, { ...one, outOfLine: one.seen > one.expected ? 'more' : 'fewer' });
    const isLeft = ({ who }: Share<Who>) => !named.some((other) => other.who === who);
    left = left.map((shares) => shares.filter(isLeft));
  }
}

function compareAll<Who>(strata: readonly (readonly Share<Who>[])[]): Map<Who, Comparison | null> {
  const own = new Map<Who, Parameters<typeof chanceAmongStrata>[0][number][]>();
  for (const shares of strata) {
    const allPools = shares.reduce((sum, { pools }) => sum + pools, 0);
    const allPositive = shares.reduce((sum, { positive }) => sum + positive, 0);
    for (const { who, pools, positive } of shares) {
      const stratum = { pools, positive, allPools, allPositive };
      const list = own.get(who);
      if (list) list.push(stratum);
      else own.set(who, [stratum]);
    }
  }
  return new Map(
    [...own].map(([who, list]) => {
      const { seen, expected, orMore, orFewer } = chanceAmongStrata(list);
      const chance = Math.min(1, 2 * Math.min(orMore, orFewer));
      return [who, expected === 0 ? null : { seen, expected, chance, outOfLine: null }];
    }),
  );
}

/** Whoever is to be named next: one, or two that are each other's mirror; none where chance explains all. */
function leastLikely<Who>(telling: readonly { who: Who; one: Comparison }[]) {
  const enough = telling.filter(({ one }) => Math.max(one.seen, one.expected) >= LEAST_POSITIVE);
  const least = Math.min(...enough.map(({ one }) => one.chance));
  if (!(least <= FALSE_ALARM / telling.length)) return [];
  return enough.filter(({ one }) => one.chance <= least * SAME);
}
