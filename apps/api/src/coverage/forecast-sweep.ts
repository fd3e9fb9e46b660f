import { forecastFinish, momentText } from '#lis/domain';
import type { Context } from '#lis/platform';
import { progressOf } from './progress.queries.js';
import type { Sweep } from './sweeps.queries.js';

const nothing = { finishAt: null, earliest: null, latest: null, reason: null };

/** When the sweep will be finished, or why nobody can say. */
export async function forecastSweep({ db, clock }: Pick<Context, 'db' | 'clock'>, sweep: Sweep) {
  const now = clock.now(sweep.realm);
  const progress = await progressOf(db, sweep.id, sweep.startsAt, now);
  const shown = { asOf: momentText(now), deadline: momentText(sweep.deadline) };
  // everybody of nobody is reached at once: that is no finish
  if (progress.target === 0)
    return { ...shown, kind: 'cannot-say' as const, ...nothing, reason: 'no-target' };
  const forecast = forecastFinish({
    now,
    startedAt: progress.from,
    target: progress.target,
    registered: progress.registered,
    resulted: progress.resulted,
    // closed hours are those that weigh nothing
    plan: {
      timeZone: sweep.timeZone,
      opensAtHour: 0,
      closesAtHour: 24,
      weightByHour: sweep.weightByHour,
    },
  });
  if (forecast.kind === 'cannot-say') return { ...shown, ...nothing, ...forecast };
  if (forecast.kind === 'finished') {
    return { ...shown, ...nothing, kind: forecast.kind, finishAt: momentText(forecast.at) };
  }
  return {
    ...shown,
    ...nothing,
    kind: forecast.kind,
    finishAt: momentText(Math.round(forecast.at)),
    earliest: momentText(Math.round(forecast.earliestAt)),
    latest: momentText(Math.round(forecast.latestAt)),
  };
}
