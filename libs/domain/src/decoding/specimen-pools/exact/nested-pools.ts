import type { CountLikelihood } from './lattice.js';

/**
 * A pool of persons and of smaller pools: a swab pool and a Dorfman pool have persons only, a hierarchical one has parts.
 * `likelihood[j]` is P(reading | j positives in it); none when it was not tested or is erased.
 */
export type NestedPool = {
  readonly persons: readonly { readonly id: number; readonly prior: number }[];
  readonly parts: readonly NestedPool[];
  readonly likelihood?: CountLikelihood;
};

/**
 * Closed-form posterior of nested pools with dilution by the exact number of positives: distributions of the number of positives
 * go up, those of everybody else come down. Time: the cube of the pool's size at most.
 * @returns posterior by person's id, and P(readings)
 * @throws RangeError when a likelihood is shorter than the pool
 */
export function nestedPosterior(pool: NestedPool): { marginals: Map<number, number>; evidence: number } {
  const marginals = new Map<number, number>();
  const up = rise(pool);
  descend(pool, Float64Array.of(1), marginals);
  return { marginals, evidence: up.reduce((sum, value) => sum + value, 0) };
}

/** P(j positives in the pool, readings of it and of its parts) */
function rise(pool: NestedPool): Float64Array {
  const counts = children(pool).reduce(convolve, Float64Array.of(1));
  return counts.map((value, j) => value * likelihoodOf(pool, j));
}

/** `above[j]`: P(readings of everything outside the pool | j positives in it); one number for the outermost pool */
function descend(pool: NestedPool, above: Float64Array, marginals: Map<number, number>): void {
  const kids = children(pool);
  const after: Float64Array[] = Array.from({ length: kids.length + 1 });
  after[kids.length] = Float64Array.of(1);
  for (let k = kids.length - 1; k >= 0; k -= 1) after[k] = convolve(kids[k]!, after[k + 1]!);
  const size = after[0]!.length;
  // what each number of positives in this pool is worth to the pool itself and to all above it
  const worth = Float64Array.from(
    { length: size },
    (_, j) => likelihoodOf(pool, j) * (above.length === 1 ? above[0]! : above[j]!),
  );
  let before: Float64Array = Float64Array.of(1);
  kids.forEach((kid, k) => {
    const others = convolve(before, after[k + 1]!);
    const kidWorth = Float64Array.from({ length: kid.length }, (_, j) =>
      others.reduce((sum, value, o) => sum + value * worth[o + j]!, 0),
    );
    const person = pool.persons[k];
    if (person) {
      const positive = person.prior * kidWorth[1]!;
      const negative = (1 - person.prior) * kidWorth[0]!;
      marginals.set(person.id, positive / (positive + negative));
    } else descend(pool.parts[k - pool.persons.length]!, kidWorth, marginals);
    before = convolve(before, kid);
  });
}

function children(pool: NestedPool): Float64Array[] {
  return [...pool.persons.map(({ prior }) => Float64Array.of(1 - prior, prior)), ...pool.parts.map(rise)];
}

function likelihoodOf({ likelihood }: NestedPool, positives: number): number {
  if (!likelihood) return 1;
  const value = likelihood[positives];
  if (value === undefined) throw new RangeError(`no likelihood of ${positives} positives`);
  return value;
}

function convolve(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i += 1) for (let j = 0; j < b.length; j += 1) out[i + j]! += a[i]! * b[j]!;
  return out;
}
