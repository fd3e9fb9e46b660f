import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';

const patterns = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a token of 32 bytes', /(?<![0-9a-fA-F])[0-9a-f]{64}(?![0-9a-fA-F])/],
  ['an age or AWS key', /AGE-SECRET-KEY-[1]|AKIA[0-9A-Z]{16}/],
] as const;
/** bytes; beyond it a file is data, and is named here when it comes */
const largest = 5_000_000;

/** The first secret-like thing in a text; null: none. */
const secretIn = (text: string) => patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? null;

/** What git tracks; where there is no git, everything in the folders of the repository. */
function trackedFiles(): string[] {
  try {
    const listed = execFileSync('git', ['ls-files', '-z'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return listed.split('\0').filter(Boolean);
  } catch {
    return ['apps', 'libs', 'workers', 'load-tests', 'deploy', 'test', 'docs'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
    );
  }
}

it('knows a secret when it sees one', () => {
  expect(secretIn(['-----BEGIN', 'EC', 'PRIVATE', 'KEY-----'].join(' '))).toBe('a private key');
  expect(secretIn(`token = "${'0123456789abcdef'.repeat(4)}"`)).toBe('a token of 32 bytes');
  expect(secretIn('a'.repeat(63))).toBeNull();
});

it('finds none in the repository', () => {
  const files = trackedFiles();
  expect(files.length).toBeGreaterThan(100);
  const isLooked = (file: string) =>
    !/(^|\/)fixtures\//.test(file) && file !== 'package-lock.json' && !/\.(png|svg|woff2)$/.test(file);
  const found = files
    .filter(isLooked)
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .flatMap((file) => {
      if (statSync(file).size > largest) return [`${file}: too large to look at`];
      const what = secretIn(readFileSync(file, 'utf8'));
      return what === null ? [] : [`${file}: ${what}`];
    });
  expect(found).toEqual([]);
});
