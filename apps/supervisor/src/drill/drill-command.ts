import { parseArgs } from 'node:util';
import { ConfigurationError } from '#lis/platform';

export type DrillCommand = {
  /** of the supervisor and of everything that it starts */
  environment: NodeJS.ProcessEnv;
  people: number;
  exit: boolean;
};

const usage = `npm run drill -- [options]
  --people N        people of the city (20000)
  --prevalence P    share who carry the virus, 0 to 0.2 (0.001); at least one does
  --pool-size S     1, 5, 10, 20 or household (10)
  --seed S          the same seed is the same city (1)
  --speed S         simulated seconds a second; 0: as fast as the product goes (0)
  --exit            end when the drill has ended, instead of staying up`;

/** @throws ConfigurationError that names the option, and what it may be */
export function readDrillCommand(args: string[], environment: NodeJS.ProcessEnv): DrillCommand | 'help' {
  const values = readValues(args);
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 'help';
  }
  const poolSize = values['pool-size'] ?? '10';
  if (!['1', '5', '10', '20', 'household'].includes(poolSize))
    refuse('pool-size', '1, 5, 10, 20 or household');
  const people = number('people', values.people, 20_000, 10, 20_000_000);
  if (!Number.isInteger(people)) refuse('people', 'a whole number');
  const options = {
    people,
    prevalence: number('prevalence', values.prevalence, 0.001, 0, 0.2),
    poolSize: poolSize === 'household' ? poolSize : Number(poolSize),
    seed: values.seed ?? '1',
    speed: number('speed', values.speed, 0, 0, 100_000),
  };
  return {
    people,
    exit: values.exit === true,
    environment: {
      ...environment,
      // a drill never shares a folder with an installation that holds real people
      DATA_DIR: environment['DATA_DIR'] || 'data/drill',
      // a drill's day passes as fast as the product goes: limits per real second are not those of its clock
      REQUESTS_PER_SECOND: environment['REQUESTS_PER_SECOND'] || '1000000',
      LOOKUPS_PER_SECOND: environment['LOOKUPS_PER_SECOND'] || '1000000',
      DRILL_OPTIONS: JSON.stringify(options),
    },
  };
}

function readValues(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        people: { type: 'string' },
        prevalence: { type: 'string' },
        'pool-size': { type: 'string' },
        seed: { type: 'string' },
        speed: { type: 'string' },
        exit: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new ConfigurationError(`${error instanceof Error ? error.message : 'unknown option'}\n\n${usage}`);
  }
}

function number(name: string, text: string | undefined, fallback: number, from: number, to: number): number {
  if (text === undefined) return fallback;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= from && value <= to)) refuse(name, `a number from ${from} to ${to}`);
  return value;
}

function refuse(name: string, wanted: string): never {
  throw new ConfigurationError(`--${name} must be ${wanted}.\n\n${usage}`);
}
