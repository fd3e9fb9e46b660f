import { defineConfig } from 'vitest/config';

// Three kinds of test, told apart by their file name (docs/architecture.md): *.spec.ts does no I/O,
// *.db.spec.ts runs on a real embedded PostgreSQL, *.e2e.ts runs whole processes on real sockets.
// The alias says what package.json's imports say under the condition `source`; global set-ups honour only this.
const shared = {
  resolve: {
    alias: [{ find: /^#lis\/([\w-]+)$/, replacement: `${import.meta.dirname}/libs/$1/src/index.ts` }],
  },
};
// What waits for the oldest transaction of the whole server has a server of its own and runs one file at a time.
const alone = ['**/*audit*.db.spec.ts', '**/audit/*.db.spec.ts', '**/sealing/*.db.spec.ts'];
const onServer = {
  globalSetup: ['libs/testing/src/vitest-postgres.ts'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
};
const ignored = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  ...shared,
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['{apps,libs,workers,load-tests,test}/**/*.spec.ts'],
          exclude: [...ignored, '**/*.db.spec.ts'],
          // on a busy machine a property test of a second takes ten
          testTimeout: 30_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'db',
          include: ['{apps,libs,workers,load-tests,test}/**/*.db.spec.ts'],
          exclude: [...ignored, ...alone],
          maxWorkers: 2,
          ...onServer,
        },
      },
      {
        ...shared,
        test: { name: 'alone', include: alone, exclude: ignored, maxWorkers: 1, ...onServer },
      },
    ],
  },
});
