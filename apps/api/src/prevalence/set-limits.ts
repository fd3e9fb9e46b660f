import type { SetPoolAdviceLimitsRequest } from '#lis/contracts';
import { momentText } from '#lis/domain';
import { writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';

/**
 * Sets the limits of the advice on a sweep's tubes; the earlier ones stay written. What is set already is not set again.
 * @throws Rejection 404 `sweep-unknown`
 */
export function setLimits({ db, clock }: Context, actor: Actor, request: SetPoolAdviceLimitsRequest) {
  const { sweepId, missedPer100000, recallsPerDay, dilution } = request;
  const at = clock.now(actor.realm);
  return db.begin(async (tx) => {
    const [sweep] =
      await tx`select from sweep where id = ${sweepId} and (id < 0) = ${actor.id < 0} for update`;
    if (!sweep) throw new Rejection(404, 'sweep-unknown');
    const written = await tx`
      insert into pool_advice_limits (sweep_id, missed_per_100000, recalls_per_day, mixed_millilitres,
        single_millilitres, ct_deviation, set_by, set_at)
      select l.*, ${actor.name}, ${momentText(at)}::text::timestamptz
      from (select ${sweepId}::int, ${missedPer100000}::float8, ${recallsPerDay}::int,
        ${dilution?.mixedMillilitres ?? null}::float8, ${dilution?.singleMillilitres ?? null}::float8,
        ${dilution?.ctDeviation ?? null}::float8) as l
      where row(l.*) is distinct from (
        select row(sweep_id, missed_per_100000, recalls_per_day, mixed_millilitres, single_millilitres, ct_deviation)
        from pool_advice_limits where sweep_id = ${sweepId} order by id desc limit 1)`;
    if (written.count > 0)
      await writeAudit(tx, [
        {
          at,
          sweepId,
          actor: actor.name,
          origin: actor.origin,
          action: 'pool-advice-limits-set',
          subject: `sweep:${sweepId}`,
          detail: { missedPer100000, recallsPerDay, ...dilution },
        },
      ]);
    return { set: true as const };
  });
}
