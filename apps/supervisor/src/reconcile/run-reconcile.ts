import { parseArgs } from 'node:util';
import { connect, failureCode, isUnavailable } from '#lis/persistence';
import { applicationUrl, ConfigurationError, loadSecrets, readConfiguration } from '#lis/platform';
import { equationsText } from './equations-text.js';
import { listSweeps, reconcile } from './reconcile.js';

type Told = { print: (line: string) => void; warn: (line: string) => void };

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
  try {
    const configuration = readConfiguration(environment);
    const db = connect(applicationUrl(configuration, loadSecrets(configuration)), {
      name: 'reconcile',
      max: 1,
    });
    try {
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
    } finally {
      await db.end({ timeout: 1 });
    }
  } catch (error) {
    if (error instanceof ConfigurationError) {
      warn(error.message);
      return 2;
    }
    const code = failureCode(error);
    if (code === undefined) throw error;
    warn(
      isUnavailable(error)
        ? `The database cannot be reached (${code}): is Sweepwell running, and are DATA_DIR or DATABASE_URL its own?`
        : `The database refused to answer (${code}).`,
    );
    return 1;
  }
}

/** The sweep's id, null for all, undefined when the arguments cannot be used. */
function readSweep(args: readonly string[]): number | null | undefined {
  // "--sweep -1" reads like two options to the parser
  const joined = args.join(' ').replace(/--sweep (-?\d)/g, '--sweep=$1');
  try {
    const { values } = parseArgs({
      args: joined === '' ? [] : joined.split(' '),
      options: { sweep: { type: 'string' } },
    });
    if (values.sweep === undefined) return null;
    const id = Number(values.sweep);
    return /^-?\d{1,10}$/.test(values.sweep) && id !== 0 && Math.abs(id) < 2 ** 31 ? id : undefined;
  } catch {
    return undefined;
  }
}
