import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Configuration } from './configuration.js';
import { insistOnSecrets } from './secret-rights.js';

/**
 * Made at the first start into DATA_DIR/secrets (owner only), beside the database folder and never in it:
 * a copy of the database alone opens no identity.
 */
export type Secrets = {
  ownerPassword: string;
  applicationPassword: string;
  /** bearer token of the first administrator of each realm */
  administratorToken: { real: string; drill: string };
  /** hex keys of 32 bytes by key id; the highest id is used for new values */
  keys: Record<'real' | 'drill', { hash: Record<string, string>; data: Record<string, string> }>;
};

export const secretsFile = ({ dataFolder }: Pick<Configuration, 'dataFolder'>) =>
  join(dataFolder, 'secrets', 'secrets.json');

/** @throws ConfigurationError in production, for secrets that are weak or that others may read */
export function loadSecrets(
  configuration: Pick<Configuration, 'dataFolder'> & Partial<Configuration>,
): Secrets {
  const file = secretsFile(configuration);
  const folder = dirname(file);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // linked into place: two processes that start at once agree on one file, and none reads half of it
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(newSecrets(), null, 2), { mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if (!existsSync(file)) throw error;
    }
    rmSync(draft);
    chmodSync(folder, 0o700);
  }
  const secrets = JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  if (configuration.isProduction) {
    const { databaseUrl, applicationUrl: url, redisUrl, mllpTls } = configuration;
    insistOnSecrets({ databaseUrl, applicationUrl: url, redisUrl }, secrets, [
      { path: folder, mode: 0o700 },
      { path: file, mode: 0o600 },
      ...(mllpTls ? [{ path: mllpTls.keyFile, mode: 0o600 }] : []),
    ]);
  }
  return secrets;
}

/** Replaces the secrets in one step: whoever reads meanwhile reads the old ones or the new ones. Owner only. */
export function replaceSecrets(configuration: Pick<Configuration, 'dataFolder'>, secrets: Secrets): void {
  const file = secretsFile(configuration);
  const draft = `${file}.${process.pid}.new`;
  rmSync(draft, { force: true });
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(handle, JSON.stringify(secrets, null, 2));
    // a key that sealed something must be there after a power cut
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function newSecrets(): Secrets {
  const hex = (bytes: number) => randomBytes(bytes).toString('hex');
  const keys = () => ({ hash: { '1': hex(32) }, data: { '1': hex(32) } });
  return {
    ownerPassword: hex(24),
    applicationPassword: hex(24),
    administratorToken: { real: hex(32), drill: hex(32) },
    keys: { real: keys(), drill: keys() },
  };
}

/** The owner's connection string: given, or of the embedded server. */
export function ownerUrl(configuration: Configuration, secrets: Secrets): string {
  return (
    configuration.databaseUrl ??
    `postgres://postgres:${secrets.ownerPassword}@127.0.0.1:${configuration.postgresPort}/sweepwell`
  );
}

/** What every process but the migration connects as. */
export function applicationUrl(configuration: Configuration, secrets: Secrets): string {
  if (configuration.applicationUrl) return configuration.applicationUrl;
  const url = new URL(ownerUrl(configuration, secrets));
  url.username = 'sweepwell_app';
  url.password = secrets.applicationPassword;
  return url.href;
}
