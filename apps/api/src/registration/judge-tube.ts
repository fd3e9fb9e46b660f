import { judgePoolSize, policyInForce } from '#lis/domain';
import type { PreparedTube } from './prepared-tube.js';
import type { SweepFacts } from './reference-data.js';
import type { TabletFacts } from './tablet-facts.queries.js';

const minute = 60_000;
const day = 24 * 60 * minute;

export type JudgedTube = { flags: string[]; policyVersion: number; capacity: number };

/** What is odd about a sealed tube, against its sweep and the server's clock. Nothing here refuses it (law 3). */
export function judgeTube(
  { tube, code, sealedAt, flags }: PreparedTube,
  sweep: SweepFacts,
  { unknownSessions, openedElsewhere }: TabletFacts,
  now: number,
): JudgedTube {
  const found = [...flags];
  if (sealedAt > now + 5 * minute) found.push('sealed-in-future');
  if (sealedAt < sweep.startsAt - 30 * minute) found.push('sealed-before-sweep');
  if (Math.abs(sealedAt - now) > 7 * day) found.push('clock-implausible');
  if (sweep.closed) found.push('sweep-closed');
  if (unknownSessions.has(tube.sessionId)) found.push('site-unknown');
  if (openedElsewhere.has(code)) found.push('second-opener');
  // a tablet whose clock is wrong is still judged by a policy: the first there was
  const policy =
    policyInForce(sweep.policies, null, Math.max(sealedAt, sweep.startsAt)) ?? sweep.policies.at(0);
  if (policy) found.push(...judgePoolSize(policy, tube.members.length));
  return { flags: found, policyVersion: policy?.version ?? 0, capacity: policy?.poolSize ?? 0 };
}
