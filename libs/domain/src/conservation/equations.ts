import { CONSERVATION, type EquationName } from './conservation.js';

/** Which tube (box, feed, tablet …) the two sides disagree about, and in what. */
interface Difference {
  readonly subject: string;
  readonly what: string;
}

/** What was counted under one term of the right side; `null`: what no term accounts for. */
export interface CountedTerm {
  readonly term: string | null;
  readonly left: number;
  readonly right: number;
  /** how many subjects differ; `differences` names some of them */
  readonly differing: number;
  readonly differences: readonly Difference[];
}

export interface Equation {
  readonly name: EquationName;
  readonly meaning: string;
  readonly left: { readonly source: string; readonly count: number };
  readonly right: {
    readonly source: string;
    readonly count: number;
    readonly terms: Readonly<Record<string, number>>;
  };
  readonly holds: boolean;
  readonly differing: number;
  readonly differences: readonly Difference[];
}

const namedAtMost = 20;
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

/**
 * Compares both sides, in all and subject by subject: two losses that cancel out in the sums still break it. A
 * side that is not a number is broken, not unknown.
 */
export function judgeEquation(name: EquationName, counted: readonly CountedTerm[]): Equation {
  const { meaning, left, right, terms } = CONSERVATION[name];
  const counts = Object.fromEntries(terms.map((term) => [term, 0]));
  for (const { term, right: count } of counted) {
    if (term !== null) counts[term] = (counts[term] ?? 0) + count;
  }
  const leftCount = sum(counted.map((one) => one.left));
  const rightCount = sum(Object.values(counts));
  const differing = sum(counted.map((one) => one.differing));
  return {
    name,
    meaning,
    left: { source: left.source, count: leftCount },
    right: { source: right.source, count: rightCount, terms: counts },
    holds: leftCount === rightCount && differing === 0,
    differing,
    differences: counted
      .flatMap(({ differences }) => differences)
      .sort((one, other) => (one.subject < other.subject ? -1 : 1))
      .slice(0, namedAtMost),
  };
}
