import { poolDesign } from '#lis/domain';
import { InputRefusal } from '../input/input-refusal.js';
import { fileName, type Lines } from '../input/read-lines.js';
import type { NamedDesign } from './named-design.js';

/**
 * Somebody's own matrix, in one of three forms that the first cell and the heading tell apart:
 * `specimen,P1,P2,…` with a line for each specimen and 0 or 1 in the cells; `pool,S1,S2,…` with a line for each pool;
 * `specimen,pool` with a line for each 1. Names are taken as they stand.
 * @throws InputRefusal
 */
export function readMatrix(given: Lines): NamedDesign {
  const name = fileName(given.file);
  const [heading, ...body] = given.lines;
  const cells = heading?.cells ?? [];
  const first = cells[0]?.toLowerCase() ?? '';
  const expected =
    'expected "specimen,P1,P2,…" or "pool,S1,S2,…" with 0 and 1 below, or "specimen,pool" with a line for each place';
  if ((first !== 'specimen' && first !== 'pool') || cells.length < 2)
    throw new InputRefusal(
      `${name}, line ${heading?.number}: "${cells.join(',').slice(0, 40)}": ${expected}`,
    );
  const isList = first === 'specimen' && cells.length === 2 && cells[1]?.toLowerCase() === 'pool';
  const places = isList ? pairs(name, body) : ones(name, cells.slice(1), body);
  const isByPool = first === 'pool';
  const specimens = isByPool ? places.columns : places.rows;
  const pools = isByPool ? places.rows : places.columns;
  const poolsOfSpecimen = Array.from({ length: specimens.length }, (): number[] => []);
  for (const { row, column } of places.ones)
    poolsOfSpecimen[isByPool ? column : row]?.push(isByPool ? row : column);
  const alone = poolsOfSpecimen.findIndex((list) => list.length === 0);
  if (alone >= 0) throw new InputRefusal(`${name}: specimen ${specimens[alone]} is in no pool`);
  const id = name.replace(/^.*[/\\]/, '').replace(/\.\w+$/, '');
  return {
    design: poolDesign({ id, family: 'own', pools: pools.length, poolsOfSpecimen }),
    poolNames: pools,
    specimenNames: specimens,
  };
}

type Places = { rows: string[]; columns: string[]; ones: { row: number; column: number }[] };

function ones(name: string, columns: readonly string[], body: Lines['lines']): Places {
  const rows: string[] = [];
  const found: Places['ones'] = [];
  requireUnique(name, columns, 'the heading');
  for (const { number, cells } of body) {
    if (cells.length !== columns.length + 1)
      throw new InputRefusal(
        `${name}, line ${number}: ${cells.length} cells under ${columns.length + 1} headings`,
      );
    cells.slice(1).forEach((cell, column) => {
      if (cell !== '0' && cell !== '1')
        throw new InputRefusal(`${name}, line ${number}, column ${column + 2}: "${cell}": expected 0 or 1`);
      if (cell === '1') found.push({ row: rows.length, column });
    });
    rows.push(cells[0] ?? '');
  }
  requireUnique(name, rows, 'column 1');
  return { rows, columns: [...columns], ones: found };
}

function pairs(name: string, body: Lines['lines']): Places {
  const seen = new Set<string>();
  for (const { number, cells } of body) {
    const [specimen = '', pool = ''] = cells;
    if (cells.length !== 2 || specimen === '' || pool === '')
      throw new InputRefusal(`${name}, line ${number}: expected a specimen and a pool`);
    if (seen.has(`${specimen}\t${pool}`))
      throw new InputRefusal(`${name}, line ${number}: ${specimen} in pool ${pool} stands there twice`);
    seen.add(`${specimen}\t${pool}`);
  }
  const rows = [...new Set(body.map(({ cells }) => cells[0] ?? ''))];
  // the matrix must not depend on which specimen's pools come first: 2 before 10
  const columns = [...new Set(body.map(({ cells }) => cells[1] ?? ''))].sort(
    new Intl.Collator('en', { numeric: true }).compare,
  );
  const [rowOf, columnOf] = [rows, columns].map((names) => new Map(names.map((one, at) => [one, at])));
  const found = body.map(({ cells }) => ({
    row: rowOf?.get(cells[0] ?? '') ?? 0,
    column: columnOf?.get(cells[1] ?? '') ?? 0,
  }));
  return { rows, columns, ones: found };
}

function requireUnique(name: string, names: readonly string[], where: string): void {
  const twice = names.find((one, i) => one === '' || names.indexOf(one) !== i);
  if (twice === '') throw new InputRefusal(`${name}: a name in ${where} is empty`);
  if (twice !== undefined) throw new InputRefusal(`${name}: "${twice}" stands in ${where} twice`);
}
