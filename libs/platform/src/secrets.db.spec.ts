import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationError, readConfiguration } from './configuration.js';
import { loadSecrets, type Secrets } from './secrets.js';

describe('secrets', () => {
  let dataFolder: string;
  beforeEach(() => (dataFolder = mkdtempSync(join(tmpdir(), 'sweepwell-secrets-'))));
  afterEach(() => rmSync(dataFolder, { recursive: true, force: true }));
  const file = () => join(dataFolder, 'secrets', 'secrets.json');
  const mode = (path: string) => statSync(path).mode & 0o777;
  const load = (environment: NodeJS.ProcessEnv = {}) =>
    loadSecrets(readConfiguration({ DATA_DIR: dataFolder, ...environment }));
  const production = (environment: NodeJS.ProcessEnv = {}) => {
    try {
      load({ NODE_ENV: 'production', ...environment });
      return 'starts';
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return error.message;
    }
  };
  const change = (given: Partial<Secrets>) => {
    const known = JSON.parse(readFileSync(file(), 'utf8')) as Secrets;
    writeFileSync(file(), JSON.stringify({ ...known, ...given }));
  };

  it('are made once, for their owner only, whatever the umask is', () => {
    const before = process.umask(0);
    try {
      const made = load();
      expect(mode(file())).toBe(0o600);
      expect(mode(join(dataFolder, 'secrets'))).toBe(0o700);
      expect(load()).toEqual(made);
      expect(
        new Set([made.ownerPassword, made.applicationPassword, ...Object.values(made.administratorToken)])
          .size,
      ).toBe(4);
    } finally {
      process.umask(before);
    }
  });

  it('start production as they were made', () => expect(production()).toBe('starts'));

  it.each([0o644, 0o640, 0o604])('keep production from starting when their mode is %o', (given) => {
    load();
    chmodSync(file(), given);
    expect(production()).toContain(`${file()}: others may read it, it must have mode 600`);
    expect(load()).toBeTypeOf('object');
  });

  it('keep production from starting when their folder is open', () => {
    load();
    chmodSync(join(dataFolder, 'secrets'), 0o755);
    expect(production()).toContain('it must have mode 700');
  });

  it('keep production from starting when one is weak, and are not told', () => {
    const { administratorToken, keys } = load();
    change({
      administratorToken: { ...administratorToken, real: 'letmein' },
      keys: { ...keys, real: { hash: { '1': '11'.repeat(32) }, data: { '1': keys.real.data['1'] ?? '' } } },
    });
    const told = production();
    expect(told).toContain('administratorToken.real is weak');
    expect(told).toContain('keys.real.hash.1 is weak');
    expect(told).not.toContain('keys.real.data');
    expect(told).not.toMatch(/letmein|1111/);
  });

  it.each([
    ['postgres://postgres:postgres@db/sweepwell', 'DATABASE_URL: its password is weak'],
    ['postgres://postgres:short@db/sweepwell', 'DATABASE_URL: its password is weak'],
    ['postgres://postgres:aaaaaaaaaaaaaaaa@db/sweepwell', 'DATABASE_URL: its password is weak'],
    ['postgres://postgres@db/sweepwell', 'starts'],
    ['postgres://postgres:tR7-quiet-harbour-91@db/sweepwell', 'starts'],
  ])('judge %s', (url, told) => {
    load();
    expect(production({ DATABASE_URL: url })).toContain(told);
  });
});
