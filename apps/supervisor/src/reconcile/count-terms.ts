import type { CountedTerm } from '#lis/domain';
import type { Executor } from '#lis/persistence';

/** SQL text of one equation, to stand inside another statement. */
export type Lines = ReturnType<Executor>;

/**
 * Sums the lines of an equation in one pass. A line is about one subject (a tube, box, feed …): `sent` counts
 * for the left side, `found` for the right one under `term`, `fault` says in what the two disagree. Only sums
 * and at most 20 subjects a term leave the database.
 */
export async function countTerms(db: Executor, lines: Lines): Promise<CountedTerm[]> {
  return db<CountedTerm[]>`
    with line as (${lines})
    select term, coalesce(sum(sent), 0)::bigint as left, coalesce(sum(found), 0)::bigint as right,
      count(fault) as differing,
      coalesce(to_jsonb((array_agg(jsonb_build_object('subject', subject, 'what', fault))
        filter (where fault is not null))[1:20]), '[]') as differences
    from line group by term`;
}
