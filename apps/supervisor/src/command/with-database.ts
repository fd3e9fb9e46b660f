import { connect, failureCode, isUnavailable } from '#lis/persistence';
import {
  applicationUrl,
  ConfigurationError,
  type Context,
  followClock,
  loadSecrets,
  readConfiguration,
} from '#lis/platform';

/** Where a command's lines go. */
export type Told = { print: (line: string) => void; warn: (line: string) => void };

/**
 * Runs a command on the product's database, as the application role and with its clock. Gives the command's status, or 2
 * for settings that cannot be used and 1 when the database cannot be asked, said in a line.
 */
export async function withDatabase(
  environment: NodeJS.ProcessEnv,
  { warn }: Told,
  name: string,
  command: (office: Omit<Context, 'keys'>) => Promise<0 | 1>,
): Promise<0 | 1 | 2> {
  try {
    const configuration = readConfiguration(environment);
    const url = applicationUrl(configuration, loadSecrets(configuration));
    const db = connect(url, { name, max: 2, plans: 'by-key' });
    try {
      const clock = await followClock(db);
      try {
        return await command({ db, clock, configuration });
      } finally {
        await clock.stop();
      }
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
        : `The command could not be done (${code}).`,
    );
    return 1;
  }
}
