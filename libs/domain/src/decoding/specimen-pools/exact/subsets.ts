/** For every step that takes up a specimen the subsets of its mask, empty first and the whole last, in one flat list. */
export function subsetsOfMasks(
  masks: Int32Array,
  takes: Uint8Array,
): { start: Int32Array; items: Int32Array } {
  const lists = [...masks].map((mask, step) => (takes[step] === 1 ? subsetsOf(mask) : []));
  const start = new Int32Array(lists.length + 1);
  lists.forEach((list, step) => (start[step + 1] = start[step]! + list.length));
  return { start, items: Int32Array.from(lists.flat()) };
}

function subsetsOf(mask: number): number[] {
  const list: number[] = [];
  let subset = 0;
  do {
    list.push(subset);
    subset = (subset - mask) & mask;
  } while (subset !== 0);
  return list;
}
