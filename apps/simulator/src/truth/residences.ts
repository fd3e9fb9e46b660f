/** Who lives where: people are numbered community by community, so that a place is a range of indexes. */
export type Residences = {
  codes: readonly string[];
  /** first person of each community; one more entry than communities */
  first: Uint32Array;
};

/** Scales the communities' populations to `people` (largest remainders), so that the sum is exact. */
export function apportion(
  communities: readonly { code: string; population: number }[],
  people: number,
): Residences {
  const all = communities.reduce((sum, { population }) => sum + population, 0);
  const exact = communities.map(({ population }) => (population * people) / all);
  const counts = exact.map(Math.floor);
  const left = people - counts.reduce((sum, count) => sum + count, 0);
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) counts[index] = (counts[index] ?? 0) + 1;
  const first = new Uint32Array(communities.length + 1);
  for (const [index, count] of counts.entries()) first[index + 1] = (first[index] ?? 0) + count;
  return { codes: communities.map(({ code }) => code), first };
}

/** The code of a person's community. */
export function residenceOf({ codes, first }: Residences, person: number): string {
  let low = 0;
  let high = codes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((first[middle] ?? 0) <= person) low = middle;
    else high = middle - 1;
  }
  return codes[low] ?? '';
}
