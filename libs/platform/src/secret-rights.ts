import { statSync } from 'node:fs';
import { type Configuration, ConfigurationError } from './configuration.js';
import type { Secrets } from './secrets.js';

type Judged = Pick<Configuration, 'databaseUrl' | 'applicationUrl' | 'redisUrl'>;

/** what manuals and images are delivered with */
const defaults =
  /^(postgres(ql)?|password|passw0rd|admin|sweepwell|sweepwell_app|secret|changeme|test|root|redis|valkey)?$/i;
/** characters; a password of a server that keeps a city's people is not typed by hand */
const shortest = 12;

const isWeakPassword = (password: string) =>
  password.length < shortest || defaults.test(password) || new Set(password).size < 5;
const isWeakKey = (hex: unknown, bytes: number) =>
  typeof hex !== 'string' || !/^[0-9a-f]+$/.test(hex) || hex.length < bytes * 2 || new Set(hex).size < 5;

/**
 * What keeps an installation in production from starting: a secret that is weak or a default, or that others on
 * the machine may read. A line for each; values are never told.
 * @throws ConfigurationError
 */
export function insistOnSecrets(
  configuration: Judged,
  secrets: Secrets,
  files: readonly { path: string; mode: number }[],
): void {
  const faults: string[] = [];
  for (const [setting, url] of [
    ['DATABASE_URL', configuration.databaseUrl],
    ['DATABASE_APP_URL', configuration.applicationUrl],
    ['REDIS_URL', configuration.redisUrl],
  ] as const) {
    // none at all: the server knows its clients otherwise
    const password = url ? decodeURIComponent(new URL(url).password) : '';
    if (password !== '' && isWeakPassword(password))
      faults.push(`${setting}: its password is weak or a default`);
  }
  const { ownerPassword, applicationPassword, administratorToken, keys } = secrets;
  for (const [name, value, bytes] of [
    ['ownerPassword', ownerPassword, 24],
    ['applicationPassword', applicationPassword, 24],
    ['administratorToken.real', administratorToken.real, 32],
    ['administratorToken.drill', administratorToken.drill, 32],
    ...(['real', 'drill'] as const).flatMap((realm) =>
      (['hash', 'data'] as const).flatMap((kind) =>
        Object.entries(keys[realm][kind]).map(
          ([id, hex]) => [`keys.${realm}.${kind}.${id}`, hex, 32] as const,
        ),
      ),
    ),
  ] as const)
    if (isWeakKey(value, bytes)) faults.push(`secrets.json: ${name} is weak or a default`);
  for (const { path, mode } of files)
    if ((statSync(path).mode & 0o777 & ~mode) !== 0)
      faults.push(`${path}: others may read it, it must have mode ${mode.toString(8)}`);
  if (faults.length > 0)
    throw new ConfigurationError(
      `These secrets cannot be used in production:\n${faults.map((one) => `  ${one}`).join('\n')}`,
    );
}
