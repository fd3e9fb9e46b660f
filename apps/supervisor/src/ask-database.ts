import { connect, type Db, failureCode, isUnavailable } from '#lis/persistence';
import {
  applicationUrl,
  type Configuration,
  ConfigurationError,
  loadSecrets,
  readConfiguration,
} from '#lis/platform';

/** Where a command's lines go. */
export type Told = { print: (line: string) => void; warn: (line: string) => void };
type Status = 0 | 1 | 2;
type Options = {
  /** connections; 1 */
  max?: number;
  /** `by-key` for a command that changes rows while the product runs */
  plans?: 'by-key' | 'any';
  /** what a failed statement is called */
  refusal?: string;
};

/**
 * Runs a command that asks the database as the application role, and tells in words why it cannot be asked. Gives the
 * command's exit status: 1 when the database is away or refuses, 2 for settings that cannot be used.
 */
export async function askDatabase(
  name: string,
  environment: NodeJS.ProcessEnv,
  warn: (line: string) => void,
  work: (db: Db, configuration: Configuration) => Promise<Status>,
  { max = 1, plans = 'any', refusal = 'The database refused to answer' }: Options = {},
): Promise<Status> {
  try {
    const configuration = readConfiguration(environment);
    const db = connect(applicationUrl(configuration, loadSecrets(configuration)), { name, max, plans });
    try {
      return await work(db, configuration);
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
        : `${refusal} (${code}).`,
    );
    return 1;
  }
}

/** The id of a sweep or batch on the command line, null when none is given, undefined for what is no id. */
export function readId(text: string | undefined): number | null | undefined {
  if (text === undefined) return null;
  const id = Number(text);
  return /^-?\d{1,10}$/.test(text) && id !== 0 && Math.abs(id) < 2 ** 31 ? id : undefined;
}

/** `--sweep -1` reads like two options to the parser of arguments: one word is made of them. */
export const joinIdOptions = (args: readonly string[]): string[] => {
  const joined = args.join(' ').replace(/--(sweep|batch) (-?\d)/g, '--$1=$2');
  return joined === '' ? [] : joined.split(' ');
};
