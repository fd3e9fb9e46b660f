const LF = 0x0a;

/**
 * Cuts a message into its segments. CR ends a segment; LF does only where a segment name and the field separator
 * follow (some senders end lines with LF, others put LF into free text). When the text has no CR at all,
 * a bare three-character name after LF counts too. Blank lines vanish.
 */
export function splitSegments(text: string, fieldSeparator: string): string[] {
  const lines = text.split('\r');
  const hasLf = text.includes('\n');
  const segments: string[] = [];
  for (const line of lines) {
    if (line === '') continue;
    if (!hasLf) segments.push(line);
    else cutAtLineFeeds(line, fieldSeparator, lines.length === 1, segments);
  }
  return segments;
}

function cutAtLineFeeds(line: string, separator: string, bareNames: boolean, into: string[]): void {
  let from = 0;
  for (let lf = line.indexOf('\n'); lf !== -1; lf = line.indexOf('\n', lf + 1)) {
    if (!startsSegment(line, lf + 1, separator, bareNames)) continue;
    keep(line.slice(from, lf), into);
    from = lf + 1;
  }
  keep(line.slice(from), into);
}

function keep(piece: string, into: string[]): void {
  let from = 0;
  let to = piece.length;
  while (from < to && piece.charCodeAt(from) === LF) from += 1;
  while (to > from && piece.charCodeAt(to - 1) === LF) to -= 1;
  if (to > from) into.push(piece.slice(from, to));
}

function startsSegment(text: string, at: number, separator: string, bareNames: boolean): boolean {
  if (!/^[A-Z][A-Z0-9]{2}$/.test(text.slice(at, at + 3))) return false;
  const next = text.charAt(at + 3);
  return next === separator || (bareNames && (next === '' || next === '\n'));
}
