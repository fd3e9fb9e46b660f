/**
 * Moves labels apart along a line, as little as possible: each is at least `gap` from the next and all lie between `from` and `to`
 * (when there is room). Gives the new places in the order of the old ones.
 */
export function spreadLabels(wanted: readonly number[], gap: number, from: number, to: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
  // blocks of labels that touch: each stands where the mean of its members wants it
  const blocks: { members: number[]; start: number }[] = [];
  for (const label of order) {
    let block = { members: [label], start: wanted[label] ?? 0 };
    for (;;) {
      block.start = Math.min(
        Math.max(block.start, from),
        Math.max(from, to - gap * (block.members.length - 1)),
      );
      const before = blocks.at(-1);
      if (!before || before.start + gap * before.members.length <= block.start) break;
      blocks.pop();
      const members = [...before.members, ...block.members];
      const mean = members.reduce((sum, one, k) => sum + (wanted[one] ?? 0) - k * gap, 0) / members.length;
      block = { members, start: mean };
    }
    blocks.push(block);
  }
  const places = Array.from(wanted, () => 0);
  for (const { members, start } of blocks) members.forEach((label, k) => (places[label] = start + k * gap));
  return places;
}
