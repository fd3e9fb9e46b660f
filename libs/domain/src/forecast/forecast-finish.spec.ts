import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time/civil-date.js';
import { type Forecast, forecastFinish } from './forecast-finish.js';
import type { OpeningPlan } from './opening-plan.js';
import { type SimulatedLab, simulateSweep, type SimulatedSweep } from './simulated-sweep.js';

// 08:00 in Shanghai, when the sites open.
const START = Date.UTC(2022, 3, 4);
const TARGET = 1_000_000;
const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);

/** A morning peak around an hour, of a height over the rest of the day and a width in hours. */
const morning = (seed: number): number[] =>
  Array.from({ length: 24 }, (_, hour) => {
    const height = [0.8, 1.5, 2.2][seed % 3] ?? 1;
    const width = 1.5 + (seed % 4) / 2;
    return 1 + height * Math.exp(-(((hour + 0.5 - (8 + (seed % 3))) / width) ** 2));
  });

const planOf = (weightByHour?: number[]): OpeningPlan => ({
  timeZone: 'Asia/Shanghai',
  opensAtHour: 8,
  closesAtHour: 22,
  weightByHour,
});

const sweeps = new Map<string, SimulatedSweep>();

function sweepOf(seed: number, kind: SimulatedLab['kind'], expectedShareOfDay: number): SimulatedSweep {
  const key = `${seed} ${kind} ${expectedShareOfDay}`;
  const known = sweeps.get(key);
  if (known) return known;
  // Lags of 1 to 4 hours; a lag that grows by half with the backlog reaches them from below.
  const lab = { kind, lagHours: kind === 'backlog' ? 1.2 + (seed % 4) / 2 : 1 + (seed % 4) };
  const reality = planOf(morning(seed));
  const sweep = simulateSweep({
    seed: `city-${seed}`,
    startedAt: START,
    target: TARGET,
    reality,
    lab,
    expectedShareOfDay,
  });
  sweeps.set(key, sweep);
  return sweep;
}

const ask = (sweep: SimulatedSweep, now: number, plan: OpeningPlan): Forecast =>
  forecastFinish({
    now,
    startedAt: START,
    target: TARGET,
    plan,
    resultsPerHour: sweep.resultsPerHour,
    ...sweep.known(now),
  });

const errorOf = (sweep: SimulatedSweep, now: number, plan: OpeningPlan): number => {
  const forecast = ask(sweep, now, plan);
  if (forecast.kind !== 'forecast') throw new Error(JSON.stringify(forecast));
  return Math.abs(forecast.at - sweep.finishedAt) / (sweep.finishedAt - START);
};

const halfOfTime = ({ finishedAt }: SimulatedSweep): number => (START + finishedAt) / 2;

/**
 * A tenth; until results have come for an hour the lag (1 to 4 hours) is little more than a guess, which is worth
 * 12 % of the shortest sweeps.
 */
const boundAt = (sweep: SimulatedSweep, now: number): number =>
  (sweep.known(now - HOUR_MS).resulted.cumulative.at(-1) ?? 0) > 0 ? 0.1 : 0.12;

describe.each(['steady', 'queue', 'backlog'] as const)('with laboratories of kind %s', (kind) => {
  it.each([0.8, 1.5, 2.45])(
    'is within a tenth at half of the people and of the time, %d days expected',
    (days) => {
      let within = 0;
      for (const seed of SEEDS) {
        const sweep = sweepOf(seed, kind, days);
        const plan = planOf(morning(seed));
        const atPeople = errorOf(sweep, sweep.halfOfPeopleAt, plan);
        const atTime = errorOf(sweep, halfOfTime(sweep), plan);
        expect(atPeople, `people, seed ${seed}`).toBeLessThan(boundAt(sweep, sweep.halfOfPeopleAt));
        expect(atTime, `time, seed ${seed}`).toBeLessThan(0.1);
        if (atPeople < 0.1) within += 1;
      }
      expect(within).toBeGreaterThanOrEqual(SEEDS.length * 0.9);
    },
  );

  it('learns the profile of a city that planned none from its first day', () => {
    for (const seed of SEEDS) {
      const sweep = sweepOf(seed, kind, 2.45);
      expect(errorOf(sweep, Math.max(sweep.halfOfPeopleAt, START + DAY_MS), planOf())).toBeLessThan(0.1);
    }
  });

  it('gives a range that nearly always holds the finish', () => {
    const held = SEEDS.filter((seed) => {
      const sweep = sweepOf(seed, kind, 1.5);
      const forecast = ask(sweep, sweep.halfOfPeopleAt, planOf(morning(seed)));
      if (forecast.kind !== 'forecast') return false;
      expect(forecast.earliestAt).toBeLessThanOrEqual(forecast.at);
      expect(forecast.latestAt).toBeGreaterThanOrEqual(forecast.at);
      return forecast.earliestAt <= sweep.finishedAt && sweep.finishedAt <= forecast.latestAt;
    });
    expect(held.length).toBeGreaterThanOrEqual(SEEDS.length * 0.9);
  });
});

describe('what cannot be said', () => {
  const sweep = sweepOf(5, 'steady', 1.5);
  const plan = planOf(morning(5));

  /** The sweep with everything standing still from a moment for a while, then going on. */
  const stoppedAt = START + 5 * HOUR_MS;
  const withStop = (now: number, pause: number): Forecast => {
    const before = sweep.known(stoppedAt);
    const later = sweep.known(Math.max(stoppedAt, now - pause));
    const pauseBuckets = Math.min(now - stoppedAt, pause) / (5 * MINUTE_MS);
    const stop = (name: 'registered' | 'resulted') => {
      const kept = before[name].cumulative;
      const still = Array.from({ length: pauseBuckets }, () => kept.at(-1) ?? 0);
      return {
        bucketMs: 5 * MINUTE_MS,
        cumulative: [...kept, ...still, ...later[name].cumulative.slice(kept.length)],
      };
    };
    return forecastFinish({
      now,
      startedAt: START,
      target: TARGET,
      plan,
      registered: stop('registered'),
      resulted: stop('resulted'),
    });
  };

  it('is the finish when nothing has moved for half an hour, and it can be said again afterwards', () => {
    expect(withStop(stoppedAt + 25 * MINUTE_MS, HOUR_MS).kind).toBe('forecast');
    for (const after of [30, 45, 60]) {
      expect(withStop(stoppedAt + after * MINUTE_MS, HOUR_MS)).toEqual({
        kind: 'cannot-say',
        reason: 'no-progress',
      });
    }
    const recovered = withStop(stoppedAt + 2 * HOUR_MS, HOUR_MS);
    expect(recovered.kind).toBe('forecast');
  });

  it('is the finish when the laboratories have stopped while sampling goes on', () => {
    const now = START + 10 * HOUR_MS;
    const { registered } = sweep.known(now);
    const { resulted } = sweep.known(now - 5 * HOUR_MS);
    const still = Array.from({ length: 60 }, () => resulted.cumulative.at(-1) ?? 0);
    const stopped = { bucketMs: resulted.bucketMs, cumulative: [...resulted.cumulative, ...still] };
    expect(stopped.cumulative.at(-1)).toBeGreaterThan(0);
    expect(
      forecastFinish({ now, startedAt: START, target: TARGET, plan, registered, resulted: stopped }),
    ).toEqual({
      kind: 'cannot-say',
      reason: 'no-progress',
    });
  });

  it('is not a closed night', () => {
    expect(ask(sweep, START + 20 * HOUR_MS, plan).kind).toBe('forecast');
  });

  it('is a sweep that has hardly begun', () => {
    expect(ask(sweep, START + 10 * MINUTE_MS, plan)).toEqual({ kind: 'cannot-say', reason: 'too-early' });
    const nothing = { bucketMs: 5 * MINUTE_MS, cumulative: [] };
    const known = { registered: nothing, resulted: nothing };
    expect(forecastFinish({ now: START, startedAt: START, target: TARGET, plan, ...known })).toEqual({
      kind: 'cannot-say',
      reason: 'too-early',
    });
  });
});

it('names the moment when the last result came', () => {
  const sweep = sweepOf(3, 'queue', 0.8);
  const forecast = ask(sweep, sweep.finishedAt + 3 * HOUR_MS, planOf(morning(3)));
  expect(forecast.kind).toBe('finished');
  expect(Math.abs((forecast.kind === 'finished' ? forecast.at : 0) - sweep.finishedAt)).toBeLessThan(
    5 * MINUTE_MS,
  );
});

it('follows a city whose plan has no profile when the morning is over', () => {
  const errors = SEEDS.map((seed) => {
    const sweep = sweepOf(seed, 'steady', 0.8);
    return errorOf(sweep, START + 0.7 * (sweep.finishedAt - START), planOf());
  });
  expect(Math.max(...errors)).toBeLessThan(0.2);
});
