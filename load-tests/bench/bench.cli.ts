import { parseArgs } from 'node:util';
import { runDecodingBench } from './decoding.js';
import { runIntakeBench } from './intake.js';
import { runPlateBench } from './plate.js';
import { runReadBench } from './read.js';
import { runRegistrationBench } from './registration.js';
import { runSweepBench } from './sweep.js';

const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
const benches: Record<string, (values: Record<string, string | boolean | undefined>) => Promise<unknown>> = {
  registration: ({ batch, known, rounds }) =>
    runRegistrationBench({
      batch: number(batch as string | undefined) ?? 50,
      known: known === true,
      rounds: number(rounds as string | undefined) ?? 5,
    }),
  intake: ({ rounds }) => runIntakeBench({ rounds: number(rounds as string | undefined) ?? 5 }),
  decoding: ({ rounds }) => runDecodingBench({ rounds: number(rounds as string | undefined) ?? 1000 }),
  plate: ({ rounds }) => runPlateBench({ plates: number(rounds as string | undefined) ?? 20 }),
  read: ({ rounds }) => Promise.resolve(runReadBench({ rounds: number(rounds as string | undefined) ?? 9 })),
  sweep: ({ people }) => runSweepBench({ people: number(people as string | undefined) ?? 200_000 }),
};

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      batch: { type: 'string' },
      known: { type: 'boolean' },
      rounds: { type: 'string' },
      people: { type: 'string' },
    },
  });
  const bench = benches[positionals[0] ?? ''];
  if (!bench) throw new TypeError(`Which bench? One of: ${Object.keys(benches).join(', ')}`);
  console.log(JSON.stringify(await bench(values)));
  process.exit(0);
} catch (error) {
  console.error(error instanceof TypeError ? error.message : error);
  process.exit(1);
}
