import { momentText, type PoolDecision, type PoolFacts } from '#lis/domain';
import { addPoolCounts, addTallies, arrayLiteral, type Transaction, writeAudit } from '#lis/persistence';
import { freezeMembers } from './freeze-members.js';
import { followRelease } from './follow-release.js';
import { type By, isAbnormal, type Result } from './result.js';
import { stageTallies } from './stage-tallies.js';

/**
 * Writes decided results in the transaction of the caller: what passed every rule is released by the rule,
 * everything else waits for a person. The members of an abnormal tube are held at once (law 5), before anybody
 * has looked at it.
 */
export async function makeResults(
  tx: Transaction,
  pools: readonly PoolFacts[],
  decisions: readonly PoolDecision[],
  by: By,
  now: number,
): Promise<Result[]> {
  if (pools.length === 0) return [];
  const made = pools.map((pool, index) => {
    const decision = decisions[index];
    if (!decision) throw new Error('a pool without a decision');
    const { sweepId, tubeId, purpose, siteId, members } = pool;
    const version = pool.earlierResults + 1;
    const result: Result = { sweepId, tubeId, version, outcome: decision.outcome, purpose, siteId, members };
    return { pool, decision, result };
  });
  const at = momentText(now);
  await tx`
    insert into tube_result (sweep_id, tube_id, version, outcome, run_id, well, rule_version, state, reasons, made_at,
      released_at, released_by)
    select sweep_id, tube_id, version, outcome, run_id, well, rule, case when released then 'released' else 'held' end,
      reasons::text[], ${at}::text::timestamptz, case when released then ${at}::text::timestamptz end,
      case when released then ${by.actor} end
    from unnest(
      ${arrayLiteral(made.map(({ pool }) => pool.sweepId))}::text::int[],
      ${arrayLiteral(made.map(({ pool }) => pool.tubeId))}::text::uuid[],
      ${arrayLiteral(made.map(({ result }) => result.version))}::text::smallint[],
      ${arrayLiteral(made.map(({ result }) => result.outcome))}::text::text[],
      ${arrayLiteral(made.map(({ pool }) => pool.runId))}::text::bigint[],
      ${arrayLiteral(made.map(({ pool }) => pool.well))}::text::text[],
      ${arrayLiteral(made.map(({ decision }) => decision.ruleVersion))}::text::text[],
      ${arrayLiteral(made.map(({ decision }) => `{${decision.reasons.join(',')}}`))}::text::text[],
      ${arrayLiteral(made.map(({ decision }) => decision.release))}::text::boolean[])
      as r (sweep_id, tube_id, version, outcome, run_id, well, rule, reasons, released)`;
  await tx`
    update tube t set resulted_at = coalesce(t.resulted_at, ${at}::text::timestamptz),
      released_at = case when r.released then ${at}::text::timestamptz else t.released_at end,
      state = case when t.state not in ('plated', 'resulted') then t.state when r.released then 'released' else 'resulted' end
    from unnest(
      ${arrayLiteral(made.map(({ pool }) => pool.sweepId))}::text::int[],
      ${arrayLiteral(made.map(({ pool }) => pool.tubeId))}::text::uuid[],
      ${arrayLiteral(made.map(({ decision }) => decision.release))}::text::boolean[]) as r (sweep_id, id, released)
    where t.sweep_id = r.sweep_id and t.id = r.id`;
  const results = made.map(({ result }) => result);
  await addPoolCounts(tx, results);
  const first = results.filter(({ version }) => version === 1);
  const held = made.filter(({ decision }) => !decision.release).map(({ result }) => result);
  const released = made.filter(({ decision }) => decision.release).map(({ result }) => result);
  await addTallies(tx, [
    ...stageTallies('resulted', first, now),
    ...stageTallies('released', released, now),
    ...stageTallies(
      'held',
      held.filter(({ version }) => version === 1),
      now,
    ),
  ]);
  await writeAudit(
    tx,
    made.map(({ decision, result, pool }) => ({
      at: now,
      sweepId: result.sweepId,
      actor: by.actor,
      origin: by.origin,
      action: decision.release ? 'result-released' : 'result-held',
      subject: `tube:${result.tubeId}`,
      detail: {
        version: result.version,
        outcome: result.outcome,
        run: pool.runId,
        well: pool.well,
        rule: decision.ruleVersion,
        ...(decision.reasons.length > 0 && { reasons: decision.reasons }),
      },
    })),
  );
  await freezeMembers(tx, results.filter(isAbnormal), by, now);
  await followRelease(tx, released, by, now);
  return results;
}
