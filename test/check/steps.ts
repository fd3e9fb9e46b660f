import { findRedisServer } from '../product/find-redis-server.js';

export type Step = {
  name: string;
  /** program of node_modules/.bin (or `node`) and its arguments */
  command: readonly string[];
  /** a vitest project: its tests are counted one by one */
  project?: string;
  /** why it is not run on this machine; it is counted neither as passed nor as failed */
  notRun?: string;
};
/** Steps that run at the same time; the stages run one after another. */
export type Stage = readonly (readonly Step[])[];

// The same seed each time: a check that fails is then the change's doing. New seeds are for `npm run prove`.
const prove = (name: string): Step => ({
  name: `prove ${name}`,
  command: ['node', '--enable-source-maps', 'dist/test/prove.cli.js', name, '--small', '--seed', '11'],
});
const vitest = (project: string): Step => ({
  name: project,
  project,
  command: ['vitest', 'run', '--project', project],
});

/** Every step, in stages: each stage has lanes, of which a machine of two cores gains with two. */
export function steps(environment: NodeJS.ProcessEnv = process.env): Stage[] {
  const redis = findRedisServer(environment)
    ? prove('redis')
    : { ...prove('redis'), notRun: 'no redis-server' };
  const bare = { ...prove('bare'), notRun: 'needs root and minutes: npm run prove -- bare' };
  return [
    [
      [
        { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
        { name: 'types of k6', command: ['tsc', '-p', 'load-tests/k6/tsconfig.json'] },
        { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
        {
          name: 'boundaries',
          command: ['depcruise', 'apps', 'libs', 'workers', 'load-tests', 'test', '--no-progress'],
        },
        { name: 'unused', command: ['knip'] },
        { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
      ],
      [vitest('unit')],
    ],
    [[{ name: 'build', command: ['npm', 'run', '--silent', 'build'] }]],
    [[vitest('db'), vitest('alone')]],
    [
      [
        prove('access'),
        prove('decoding'),
        prove('specimen-pools'),
        prove('hl7-fixtures'),
        prove('conversation'),
        prove('replay'),
        prove('twice'),
        prove('late-commit'),
        prove('two-apis'),
        prove('intake-kills'),
        prove('intake-abuse'),
        prove('attacks'),
        prove('leaks'),
      ],
      // drills: they wait more than they work
      [prove('kills'), prove('audit'), redis, bare],
    ],
  ];
}
