import type { Db } from '#lis/persistence';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Every table that a registration writes. */
const tables = [
  'person',
  'tube_code',
  'tube',
  'member',
  'coverage',
  'audit',
  'tally_delta',
  'attention',
] as const;

/**
 * The machine's own limit: the rows that the product has just written, taken out and put back with COPY, in
 * the same tables with the same indexes and constraints. The input is rendered before the clock starts.
 */
export async function measureCopy(db: Db, connections: number): Promise<number> {
  const rendered: { table: string; lines: string[] }[] = [];
  for (const table of tables) rendered.push({ table, lines: await takeOut(db, table) });
  await db.unsafe(`truncate ${tables.join(', ')} cascade`);
  await db.unsafe('checkpoint');
  const parts = Array.from({ length: connections }, (_, part) =>
    rendered.map(({ table, lines }) => ({
      table,
      text: lines.filter((__, index) => index % connections === part).join(''),
    })),
  );
  const start = process.hrtime.bigint();
  await Promise.all(
    parts.map((part) =>
      db.begin(async (tx) => {
        for (const { table, text } of part) {
          if (text === '') continue;
          const copy = await tx.unsafe(`copy ${table} from stdin`).writable();
          await pipeline(Readable.from([text]), copy);
        }
      }),
    ),
  );
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** Through a file of the server: COPY to the client stops for ever in the driver when a stream is paused. */
async function takeOut(db: Db, table: string): Promise<string[]> {
  const [row] = await db<{ folder: string }[]>`select current_setting('data_directory') as folder`;
  const file = join(row?.folder ?? '', `${table}.copy`);
  await db.unsafe(`copy (select * from ${table}) to '${file}'`);
  const text = readFileSync(file, 'utf8');
  rmSync(file);
  return text.match(/[^\n]*\n/g) ?? [];
}
