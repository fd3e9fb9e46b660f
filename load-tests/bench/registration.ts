// How near the registration of sealed tubes is to the machine's own limit, and what known people cost.
import { freePort } from '#lis/platform';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { median, startChild, endChild } from './children.js';
import { type BenchDatabase, openBenchDatabase } from './bench-database.js';
import { measureCopy } from './registration/copy-floor.js';
import type { LoadFigures, LoadOrder } from './registration/load.process.js';
import { preloadPersons } from './registration/preload-persons.js';
import { openBenchSweep } from './registration/bench-sweep.js';

export type RegistrationBenchOptions = {
  /** tubes of ten in a request */
  batch?: number;
  rounds?: number;
  tubes?: number;
  connections?: number;
  /** 90 % of the members are among this many persons, who were there before */
  known?: boolean;
  persons?: number;
};
type Bench = {
  database: BenchDatabase;
  tablets: ChildProcess;
  order: Omit<LoadOrder, 'firstTube' | 'firstPerson' | 'known'>;
};

/**
 * Persons a second through the api (JSON over HTTP, load from another process), against COPY of the same rows
 * over one and two connections, the faster counting. With `known`: against the all-new figure of the same
 * run. Medians of `rounds` after a warm-up. @throws when durability is off or an acknowledged tube is missing
 */
export async function runRegistrationBench(
  options: RegistrationBenchOptions = {},
): Promise<Record<string, unknown>> {
  const { batch = 50, rounds = 5, known = false, persons = 5_000_000 } = options;
  const { tubes = batch === 1 ? 2500 : 5000, connections = batch === 1 ? 48 : 8 } = options;
  const database = await openBenchDatabase();
  const { fsync, full_page_writes, synchronous_commit } = database.durability;
  const children: ChildProcess[] = [];
  try {
    if ([fsync, full_page_writes, synchronous_commit].some((setting) => setting !== 'on')) {
      throw new Error('fsync, full_page_writes and synchronous_commit must be on');
    }
    const sweep = await openBenchSweep(database);
    const port = await freePort();
    const api = await startChild('apps/api/src/main.js', {
      ...database.environment,
      HTTP_PORT: String(port),
    });
    const { child: tablets } = await startChild('load-tests/bench/registration/load.process.js', process.env);
    children.push(api.child, tablets);
    const bench: Bench = { database, tablets, order: { ...sweep, port, connections, batch, tubes } };
    const figures = known ? await measureKnown(bench, rounds, persons) : await measureNew(bench, rounds);
    return { bench: 'registration', batch, ...figures, rounds, fsync, full_page_writes, synchronous_commit };
  } finally {
    await Promise.all(children.map(endChild));
    await database.close();
  }
}

async function measureNew(bench: Bench, rounds: number) {
  const product: number[] = [];
  const limit: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    await empty(bench.database);
    const figures = await register(bench, round, { share: 0, persons: 1 });
    await requireStored(bench.database, figures);
    const [one, two] = [
      await measureCopy(bench.database.owner, 1),
      await measureCopy(bench.database.owner, 2),
    ];
    if (round === 0) continue;
    const people = bench.order.tubes * 10;
    product.push((people / figures.ms) * 1000);
    limit.push((people / Math.min(one, two)) * 1000);
    ratios.push(Math.min(one, two) / figures.ms);
  }
  return {
    persons_per_s: Math.round(median(product)),
    limit_persons_per_s: Math.round(median(limit)),
    ratio: Number(median(ratios).toFixed(3)),
  };
}

async function measureKnown(bench: Bench, rounds: number, persons: number) {
  await preloadPersons(bench.database, persons);
  const all: Record<'new' | 'known', { perSecond: number; wal: number }[]> = { new: [], known: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const kind of ['new', 'known'] as const) {
      await bench.database.owner.unsafe('checkpoint');
      const before = await walPosition(bench.database);
      const figures = await register(bench, round * 2 + (kind === 'known' ? 1 : 0), {
        share: kind === 'known' ? 0.9 : 0,
        persons,
      });
      const wal = (await walPosition(bench.database)) - before;
      await requireStored(bench.database, figures);
      const people = bench.order.tubes * 10;
      if (round > 0) all[kind].push({ perSecond: (people / figures.ms) * 1000, wal: wal / people });
    }
  }
  const of = (kind: 'new' | 'known', key: 'perSecond' | 'wal') =>
    Math.round(median(all[kind].map((one) => one[key])));
  return {
    known_persons: persons,
    persons_per_s: of('known', 'perSecond'),
    all_new_persons_per_s: of('new', 'perSecond'),
    ratio: Number(
      median(all.known.map((one, index) => one.perSecond / (all.new[index]?.perSecond ?? 1))).toFixed(3),
    ),
    wal_bytes_per_person: of('known', 'wal'),
    all_new_wal_bytes_per_person: of('new', 'wal'),
  };
}

async function register(
  { tablets, order }: Bench,
  round: number,
  known: LoadOrder['known'],
): Promise<LoadFigures> {
  const prepare: LoadOrder = {
    ...order,
    firstTube: 1 + round * order.tubes,
    firstPerson: 10_000_000 + round * order.tubes * 10,
    known,
  };
  tablets.send({ prepare });
  await once(tablets, 'message');
  tablets.send('go');
  const [figures] = (await once(tablets, 'message')) as [LoadFigures];
  if (figures.accepted !== order.tubes) {
    throw new Error(`${order.tubes} tubes were sent and ${figures.accepted} accepted`);
  }
  return figures;
}

/** Every acknowledged tube is there, and 1,000 of them with all their members. */
async function requireStored({ owner }: BenchDatabase, { tubeIds }: LoadFigures): Promise<void> {
  const some = tubeIds.filter((_, index) => index % Math.ceil(tubeIds.length / 1000) === 0);
  const [row] = await owner<{ tubes: number; whole: number }[]>`
    select (select count(*)::int from tube where id = any(${tubeIds}::uuid[])) as tubes,
      (select count(*)::int from tube t where id = any(${some}::uuid[]) and member_count = 10 and member_count = (
        select count(*) from member m where m.sweep_id = t.sweep_id and m.tube_id = t.id)) as whole`;
  if (row?.tubes !== tubeIds.length || row.whole !== some.length) {
    throw new Error(`${tubeIds.length} tubes were acknowledged; stored: ${JSON.stringify(row)}`);
  }
}

async function empty({ owner }: BenchDatabase): Promise<void> {
  await owner.unsafe(
    'truncate person, tube_code, tube, member, coverage, audit, tally_delta, attention cascade',
  );
  await owner.unsafe('checkpoint');
}

async function walPosition({ owner }: BenchDatabase): Promise<number> {
  const [row] = await owner<{ at: number }[]>`select (pg_current_wal_lsn() - '0/0')::bigint as at`;
  return row?.at ?? 0;
}
