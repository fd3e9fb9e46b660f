import {
  csvText,
  defaultTolerance,
  designFacts,
  designHash,
  poolLayout,
  poolsOf,
  specimensIn,
} from '#lis/domain';
import type { Desk } from '../desk.js';
import { findDesign } from '../designs/find-design.js';
import { MASTER, type NamedDesign, poolLabel } from '../designs/named-design.js';
import { columnsOf } from '../input/columns-of.js';
import { InputRefusal } from '../input/input-refusal.js';
import { parseOptions } from '../input/parse-options.js';
import { range } from './run-list.js';

/** `design show ID` */
export function runShow(args: readonly string[], desk: Desk): void {
  const { values, positionals } = parseOptions(args, { format: { type: 'string' } });
  const named = findDesign(oneDesign('show', positionals), desk);
  const format = values.format ?? 'table';
  const shows: Record<string, (named: NamedDesign) => string> = { table, matrix, pairs };
  const show = Object.hasOwn(shows, format) ? shows[format] : undefined;
  if (!show) throw new InputRefusal(`--format ${format}: expected table, matrix or pairs`);
  desk.print(show(named));
}

export function oneDesign(command: string, positionals: readonly string[]): string {
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0)
    throw new InputRefusal(`design ${command}: one design, please (npm run design -- list).`);
  return id;
}

const nameOf = ({ specimenNames }: NamedDesign, specimen: number) =>
  specimenNames?.[specimen] ?? specimen + 1;

function table(named: NamedDesign): string {
  const { design } = named;
  const { weight, poolSize, overlap, guaranteedPositives } = designFacts(design);
  const facts = [
    ['design', design.id],
    ['sha256', designHash(design)],
    ['specimens', String(design.specimens)],
    ['pools', `${design.pools}${design.hasMaster ? ' and a master pool of all, tested first' : ''}`],
    ['pools of a specimen', range(weight)],
    ['specimens of a pool', range(poolSize)],
    ['shared by two', `at most ${overlap}`],
    ['told apart', `up to ${guaranteedPositives} positive, whoever they are, by tests that never err`],
    ['tolerated by itself', `e = ${defaultTolerance(weight.max)}`],
  ];
  const { targets, master } = poolLayout(design, 96, 96);
  const pools = Array.from({ length: design.pools }, (_, pool) => pool);
  const rows = [...(master ? [MASTER] : []), ...pools].map((pool) => {
    const place = pool === MASTER ? master : targets[pool];
    const members =
      pool === MASTER ? 'all' : [...specimensIn(design, pool)].map((one) => nameOf(named, one)).join(' ');
    return [poolLabel(named, pool), place ? `${place.plate}:${place.well}` : '', members];
  });
  return `${columnsOf(facts)}\n${columnsOf([['pool', 'well', 'specimens'], ...rows])}`;
}

function matrix(named: NamedDesign): string {
  const { design } = named;
  const pools = Array.from({ length: design.pools }, (_, pool) => pool);
  const rows = Array.from({ length: design.specimens }, (_, specimen) => {
    const own = new Set(poolsOf(design, specimen));
    return [nameOf(named, specimen), ...pools.map((pool) => (own.has(pool) ? 1 : 0))];
  });
  return csvText([['specimen', ...pools.map((pool) => poolLabel(named, pool))], ...rows]).slice(1);
}

function pairs(named: NamedDesign): string {
  const { design } = named;
  const rows = Array.from({ length: design.specimens }, (_, specimen) =>
    [...poolsOf(design, specimen)].map((pool) => [nameOf(named, specimen), poolLabel(named, pool)]),
  );
  return csvText([['specimen', 'pool'], ...rows.flat()]).slice(1);
}
