/** Lines by what they share, in the order of their first; Map.groupBy comes with Node 21 only. */
export function groupBy<Line, Key>(lines: Iterable<Line>, keyOf: (line: Line) => Key): Map<Key, Line[]> {
  const groups = new Map<Key, Line[]>();
  for (const line of lines) {
    const key = keyOf(line);
    const group = groups.get(key);
    if (group) group.push(line);
    else groups.set(key, [line]);
  }
  return groups;
}
