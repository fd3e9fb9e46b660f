import { JurisdictionLine } from '#lis/contracts';
import { arrayLiteral } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import { parse } from 'csv-parse/sync';
import { administer } from './administer.js';

const columns = ['code', 'name', 'level', 'parent_code', 'population'];

/**
 * City → district → street → community with populations, from CSV with the header
 * `code,name,level,parent_code,population` (UTF-8, comma). All or nothing; a fault names its line. An existing
 * code is updated, none is removed.
 */
export function importJurisdictions(context: Context, actor: Actor, csv: string) {
  const lines = readLines(csv);
  const change = {
    action: 'jurisdictions-imported',
    subject: () => 'jurisdictions',
    detail: { lines: lines.length },
  };
  return administer(context, actor, change, async (tx) => {
    const before = await tx<{ n: number }[]>`select count(*)::int as n from jurisdiction`;
    // parents before children: by level, each level one statement
    for (const level of ['city', 'district', 'street', 'community']) {
      const some = lines.filter((line) => line.level === level);
      if (some.length === 0) continue;
      const written = await tx`
        insert into jurisdiction (code, name, level, parent_id, population)
        select l.code, l.name, ${level}, p.id, l.population from unnest(
          ${arrayLiteral(some.map(({ code }) => code))}::text::text[],
          ${arrayLiteral(some.map(({ name }) => name))}::text::text[],
          ${arrayLiteral(some.map(({ parentCode }) => parentCode))}::text::text[],
          ${arrayLiteral(some.map(({ population }) => population))}::text::bigint[]) as l (code, name, parent, population)
        left join jurisdiction p on p.code = l.parent
        where l.parent is null or p.id is not null
        on conflict (code) do update set name = excluded.name, level = excluded.level,
          parent_id = excluded.parent_id, population = excluded.population`;
      if (written.count < some.length) throw new Rejection(409, 'parent-unknown', { level });
    }
    const after = await tx<{ n: number }[]>`select count(*)::int as n from jurisdiction`;
    const imported = (after[0]?.n ?? 0) - (before[0]?.n ?? 0);
    return { imported, updated: lines.length - imported };
  });
}

function readLines(csv: string): JurisdictionLine[] {
  let rows: string[][];
  try {
    rows = parse(csv, { bom: true, skip_empty_lines: true, relax_column_count: true });
  } catch {
    throw new Rejection(400, 'csv-unreadable');
  }
  const [header, ...body] = rows;
  if (!header || columns.some((name, index) => header[index] !== name)) {
    throw new Rejection(400, 'csv-header', { expected: columns });
  }
  const seen = new Set<string>();
  return body.map(([code, name, level, parentCode, population], index) => {
    const line = JurisdictionLine.safeParse({
      code,
      name,
      level,
      parentCode: parentCode === '' ? null : parentCode,
      population: population === '' ? undefined : Number(population),
    });
    if (!line.success) {
      throw new Rejection(400, 'csv-line', { line: index + 2, field: line.error.issues[0]?.path.join('.') });
    }
    if (seen.has(line.data.code)) throw new Rejection(400, 'csv-code-twice', { line: index + 2 });
    seen.add(line.data.code);
    return line.data;
  });
}
