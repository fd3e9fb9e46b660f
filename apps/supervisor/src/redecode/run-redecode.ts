import { parseArgs } from 'node:util';
import { askDatabase, joinIdOptions, readId, type Told } from '../ask-database.js';
import type { Asked } from './kept-decodes.queries.js';
import { redecode } from './redecode.js';

const usage = `Usage: redecode [--batch ID | --sweep ID | --all]
  decodes batches of specimen pools again, from what was kept of them alone, and compares the bytes; a drill's ids are
  negative. Changes nothing.`;

/**
 * `redecode [--batch ID | --sweep ID | --all]`. Gives the exit status: 0 when every decode came to the same bytes, 1 at the first
 * that did not or when the database cannot be asked, 2 for arguments or settings that cannot be used. A decode of an older
 * decoder is told as such: it is no difference.
 */
export async function runRedecode(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  { print, warn }: Told,
): Promise<0 | 1 | 2> {
  const asked = readArguments(args);
  if (!asked) {
    warn(usage);
    return 2;
  }
  return askDatabase('redecode', environment, warn, async (db) => {
    const { same, otherVersions, ended, difference } = await redecode(db, asked);
    for (const [version, count] of Object.entries(otherVersions))
      print(`${count} decodes of ${version}: not made again by this version`);
    if (difference) {
      const { batchId, version, specimen, what, kept, found } = difference;
      const where = specimen === null ? '' : `, specimen ${specimen}`;
      print(
        `DIFFERENT: batch ${batchId}, readings ${version}${where}: ${what} was ${cut(kept)}, is ${cut(found)}`,
      );
      print(`${same} decodes before it are the same`);
      return 1;
    }
    if (same === 0 && Object.keys(otherVersions).length === 0 && asked !== 'all') {
      print('There is no such decode.');
      return 1;
    }
    print(`ok: ${same} decodes are the same (${ended.clock} ended by the clock, ${ended.fault} by a fault)`);
    return 0;
  });
}

const cut = (text: string) => (text.length > 120 ? `${text.slice(0, 120)}…` : text);

function readArguments(args: readonly string[]): Asked | undefined {
  try {
    const { values } = parseArgs({
      args: joinIdOptions(args),
      options: { batch: { type: 'string' }, sweep: { type: 'string' }, all: { type: 'boolean' } },
    });
    if (Object.keys(values).length > 1) return undefined;
    const [batchId, sweepId] = [readId(values.batch), readId(values.sweep)];
    if (batchId === undefined || sweepId === undefined) return undefined;
    return batchId !== null ? { batchId } : sweepId !== null ? { sweepId } : 'all';
  } catch {
    return undefined;
  }
}
