import { setTimeout as sleep } from 'node:timers/promises';
import { HeldResults, type HeldResult } from '#lis/contracts';
import { MINUTE_MS, parseMoment } from '#lis/domain';
import type { Drill } from '../drill.js';
import type { Plates } from '../laboratory/index.js';
import { ProductRefusal } from '../product/index.js';
import { ranks } from '../schedule/index.js';
import { between, draws, serialOf } from '../truth/index.js';

const POLL_MS = 100;
const LIMIT = 200;
/** as many as one person looks through in one go */
const AT_ONCE = 100;
const REFUSALS_BEFORE_VIOLATION = 5;

/**
 * The second person of each laboratory (R7): looks at what is held and releases it some minutes later, abnormal
 * pools, single retests and whatever else no rule may release.
 */
export async function watchHeld(drill: Drill, plates: Plates): Promise<void> {
  const { api, setup, labels, schedule, clock, city, signal } = drill;
  const underWay = new Set<string>();
  const refused = new Map<string, number>();
  let round = 0;
  while (!signal.aborted) {
    const verifier = round++ % setup.tokens.verifiers.length;
    const token = setup.tokens.verifiers[verifier] ?? '';
    const path = `/v1/verification/held?sweepId=${setup.sweepId}&limit=${LIMIT}`;
    const { results } = HeldResults.parse(await api.insist('GET', path, token));
    const fresh = results.filter((result) => !underWay.has(keyOf(result)));
    for (const result of fresh) {
      underWay.add(keyOf(result));
      plates.seenResulted(serialOf(labels, result.code), parseMoment(result.madeAt));
    }
    for (let from = 0; from < fresh.length; from += AT_ONCE) {
      const some = fresh.slice(from, from + AT_ONCE);
      const wait =
        between(city.seed, serialOf(labels, some[0]?.code ?? ''), draws.release, 3, 12) * MINUTE_MS;
      schedule.add(clock.now() + Math.round(wait), ranks.office, () =>
        release(drill, token, some, underWay, refused),
      );
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}

const keyOf = ({ tubeId, version }: { tubeId: string; version: number }) => `${tubeId}/${version}`;

async function release(
  { api, setup, outstanding, clock, labels, violations }: Drill,
  token: string,
  held: readonly HeldResult[],
  underWay: Set<string>,
  refused: Map<string, number>,
): Promise<void> {
  const asked = { sweepId: setup.sweepId, results: held.map(({ tubeId, version }) => ({ tubeId, version })) };
  try {
    const answer = await api.insist<{ results: { tubeId: string; outcome: string; code?: string }[] }>(
      'POST',
      '/v1/verification/release',
      token,
      asked,
    );
    for (const { tubeId, outcome, code } of answer.results) {
      const result = held.find((one) => one.tubeId === tubeId);
      if (!result) continue;
      const key = keyOf(result);
      if (outcome === 'released') outstanding.begin(`release:${serialOf(labels, result.code)}`, clock.now());
      if (outcome !== 'refused') continue;
      const times = (refused.get(key) ?? 0) + 1;
      refused.set(key, times);
      if (times === REFUSALS_BEFORE_VIOLATION)
        violations.add('release-refused', `${result.code} ${code ?? ''}`);
    }
  } catch (error) {
    if (!(error instanceof ProductRefusal)) throw error;
    violations.add('release-refused', error.message);
  } finally {
    // what is still held is looked at again
    for (const result of held) underWay.delete(keyOf(result));
  }
}
