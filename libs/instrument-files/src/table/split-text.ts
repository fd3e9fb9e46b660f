import { FileRefusal } from '../file-refusal.js';
import { cellText, type Line, type Sheet } from './sheet.js';

const maxLines = 200_000;
const maxCells = 600;

/**
 * A delimited text as lines of cells. Each line is split by what it holds itself, tab before semicolon before comma: the lines
 * before a table are often separated otherwise than the table. Quotes as in RFC 4180, within a line. A library
 * would give the cells but not the line and column of what is wrong with them.
 * @throws FileRefusal `too-many-rows`, `quote-not-closed`
 */
export function splitText(text: string): Sheet {
  const lines: Line[] = [];
  let start = 0;
  let number = 0;
  while (start <= text.length) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    number += 1;
    if (number > maxLines) throw new FileRefusal('too-many-rows', { line: number });
    const raw = text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end);
    if (raw.trim() !== '') lines.push({ number, cells: splitLine(raw, number) });
    start = end + 1;
  }
  return { name: '', lines };
}

function splitLine(raw: string, number: number): string[] {
  // a table's line is short; the rest of a long one is looked at by nobody
  const line = raw.length > 20_000 ? raw.slice(0, 20_000) : raw;
  // what stands in quotes separates nothing
  const bare = line.includes('"') ? line.replaceAll(/"[^"]*"/g, '') : line;
  const delimiter = bare.includes('\t') ? '\t' : count(bare, ';') > count(bare, ',') ? ';' : ',';
  if (!line.includes('"')) return line.split(delimiter, maxCells).map(cellText);
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length && cells.length < maxCells) {
    if (line[at] !== '"') {
      let end = line.indexOf(delimiter, at);
      if (end < 0) end = line.length;
      cells.push(cellText(line.slice(at, end)));
      at = end + 1;
      continue;
    }
    let cell = '';
    at += 1;
    for (;;) {
      const quote = line.indexOf('"', at);
      if (quote < 0) throw new FileRefusal('quote-not-closed', { line: number, column: cells.length + 1 });
      cell += line.slice(at, quote);
      at = quote + 1;
      if (line[at] !== '"') break;
      cell += '"';
      at += 1;
    }
    let end = line.indexOf(delimiter, at);
    if (end < 0) end = line.length;
    cells.push(cellText(cell + line.slice(at, end)));
    at = end + 1;
  }
  return cells;
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) found += 1;
  return found;
}
