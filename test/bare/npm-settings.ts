import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { must } from './command.js';

const passedOn = /^(https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|npm_config_(registry|cafile|.*proxy))$/i;

/** How this machine reaches npm's registry, as environment of the other; files that it names are copied there. */
export async function npmSettings(folder: string): Promise<NodeJS.ProcessEnv> {
  const settings = Object.fromEntries(Object.entries(process.env).filter(([name]) => passedOn.test(name)));
  for (const name of ['registry', 'cafile']) {
    const value = (await must('npm', ['config', 'get', name])).split('\n').at(-1) ?? '';
    if (value !== '' && value !== 'null') settings[`npm_config_${name}`] = value;
  }
  for (const file of [settings['npm_config_cafile'], settings['NODE_EXTRA_CA_CERTS']]) {
    if (!file || !existsSync(file)) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(file, join(folder, file), { dereference: true });
  }
  return settings;
}

/** The user's own npm settings, for whoever needs them to log in to a registry. */
export function copyNpmrc(home: string): void {
  const file = join(homedir(), '.npmrc');
  if (existsSync(file)) cpSync(file, join(home, '.npmrc'));
}
