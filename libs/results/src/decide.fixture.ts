import { decideSwabPools } from '#lis/domain';
import type { Db } from '#lis/persistence';
import { enterCalls, type GivenCall, type Laboratory } from '#lis/testing';
import { correctResult } from './correct-result.js';
import { makeResults } from './make-results.js';
import { readPoolFacts } from './pool-facts.queries.js';
import { releaseResults } from './release-results.js';

export const later = 1_893_481_200_000;
const verifier = -77;

/** Calls wells of a new plate and decides them, as the decoding worker does. */
export async function decide(
  { db, owner }: { db: Db; owner: Db },
  laboratory: Laboratory,
  calls: readonly GivenCall[],
  runState = 'accepted',
) {
  const { wells, runId } = await enterCalls(owner, laboratory, calls, runState);
  const results = await db.begin(async (tx) => {
    const pools = await readPoolFacts(tx, wells);
    return makeResults(
      tx,
      pools,
      decideSwabPools(pools),
      { actor: 'system:decoding', origin: 'test' },
      later,
    );
  });
  return { wells, runId, results };
}

/** Releases versions of tubes' results, by somebody who did not run them unless told. */
export function release(
  { db }: { db: Db },
  { sweepId, laboratoryId }: Laboratory,
  tubes: readonly { tubeId: string; version?: number }[],
  by = verifier,
) {
  const results = tubes.map(({ tubeId, version = 1 }) => ({ tubeId, version }));
  return db.begin((tx) =>
    releaseResults(
      tx,
      { id: by, laboratoryId },
      { actor: `staff:${by}`, origin: 'test' },
      { sweepId, results },
      later + 1000,
    ),
  );
}

export function correct(
  { db }: { db: Db },
  { sweepId, laboratoryId }: Laboratory,
  tubeId: string,
  version: number,
  outcome: GivenCall['call'],
  by = 'staff:-88',
  id = Number(by.split(':')[1] ?? -88),
) {
  return db.begin((tx) =>
    correctResult(
      tx,
      { id, laboratoryId },
      { actor: by, origin: 'test' },
      { sweepId, tubeId, version, outcome },
      later + 2000,
    ),
  );
}
