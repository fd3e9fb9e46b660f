import { parseArgs } from 'node:util';
import { checkpointsFile } from '#lis/platform';
import { askDatabase, joinIdOptions, readId, type Told } from '../ask-database.js';
import { auditText } from './audit-text.js';
import { verifyAudit } from './verify-audit.js';

const usage = `Usage: audit verify [--sweep ID] [--without-checkpoints]
  --sweep ID              one sweep's chain (a whole number; a drill’s is negative: --sweep=-1)
  --without-checkpoints   on a machine that has none: a tail that was cut off is then not seen`;

/**
 * `audit verify [--sweep ID]`: proves the chains of the audit and names the first break of each. Gives the exit
 * status: 0 when every one holds, 1 when one does not, when there are blocks and no checkpoints to compare, or when
 * the database cannot be asked, 2 for arguments or settings that cannot be used.
 */
export async function runAudit(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  { print, warn }: Told,
): Promise<0 | 1 | 2> {
  const asked = readArguments(args);
  if (!asked) {
    warn(usage);
    return 2;
  }
  return askDatabase('audit', environment, warn, async (db, configuration) => {
    const file = checkpointsFile(configuration);
    const proof = await verifyAudit(db, file, asked.sweepId);
    print(auditText(proof));
    if (proof.chains.some(({ broken }) => broken !== null)) return 1;
    const comparable = proof.checkpoints.found || proof.chains.every(({ blocks }) => blocks === 0);
    if (comparable || asked.withoutCheckpoints) return 0;
    warn(`There is no ${file}: name the DATA_DIR of an outbox worker, or say --without-checkpoints.`);
    return 1;
  });
}

function readArguments(
  args: readonly string[],
): { sweepId: number | null; withoutCheckpoints: boolean } | undefined {
  try {
    const { positionals, values } = parseArgs({
      args: joinIdOptions(args),
      allowPositionals: true,
      options: { sweep: { type: 'string' }, 'without-checkpoints': { type: 'boolean', default: false } },
    });
    const sweepId = readId(values.sweep);
    if (positionals.join(' ') !== 'verify' || sweepId === undefined) return undefined;
    return { sweepId, withoutCheckpoints: values['without-checkpoints'] };
  } catch {
    return undefined;
  }
}
