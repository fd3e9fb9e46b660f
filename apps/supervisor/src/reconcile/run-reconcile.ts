import { parseArgs } from 'node:util';
import { askDatabase, joinIdOptions, readId, type Told } from '../ask-database.js';
import { equationsText } from './equations-text.js';
import { listSweeps, reconcile } from './reconcile.js';

/**
 * `reconcile [--sweep ID]`: prints the equations of a sweep, or of all. Gives the exit status: 0 when every one
 * holds, 1 when one does not or the database cannot be asked, 2 for arguments or settings that cannot be used.
 */
export async function runReconcile(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  { print, warn }: Told,
): Promise<0 | 1 | 2> {
  const sweepId = readSweep(args);
  if (sweepId === undefined) {
    warn('Usage: reconcile [--sweep ID]   (ID: a whole number; a drill’s is negative: --sweep=-1)');
    return 2;
  }
  return askDatabase('reconcile', environment, warn, async (db) => {
    const sweeps = await listSweeps(db, sweepId);
    if (sweeps.length === 0) {
      warn(sweepId === null ? 'There is no sweep yet.' : `There is no sweep ${sweepId}.`);
      return sweepId === null ? 0 : 2;
    }
    let holds = true;
    for (const sweep of sweeps) {
      const equations = await reconcile(db, sweep.id);
      print(equationsText(sweep, equations));
      holds &&= equations.every((equation) => equation.holds);
    }
    return holds ? 0 : 1;
  });
}

/** The sweep's id, null for all, undefined when the arguments cannot be used. */
function readSweep(args: readonly string[]): number | null | undefined {
  try {
    const options = { sweep: { type: 'string' } } as const;
    return readId(parseArgs({ args: joinIdOptions(args), options }).values.sweep);
  } catch {
    return undefined;
  }
}
