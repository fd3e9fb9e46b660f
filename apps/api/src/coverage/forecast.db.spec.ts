import { useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { addSweep, buildCity, setProgress, setTarget, startsAt } from './city.fixture.js';
import { forecastSweep } from './forecast-sweep.js';
import { funnelOf } from './funnel.queries.js';
import { progressOf } from './progress.queries.js';
import { listSweeps } from './sweeps.queries.js';

const hour = 3_600_000;

describe('funnel and forecast', () => {
  const database = useDatabase();
  const at = (now: number) => ({ db: database().db, clock: { now: () => now, machine: () => now } });
  const forecast = async (sweepId: number, now: number) => {
    const sweep = (await listSweeps(database().db, 'drill')).find(({ id }) => id === sweepId);
    if (!sweep) throw new Error('no sweep');
    return forecastSweep(at(now), sweep);
  };

  beforeAll(async () => {
    const { db } = database();
    await buildCity(db);
    await addSweep(db, -6);
    await setTarget(db, -5, 2, 12_000);
    await setTarget(db, -5, 3, 12_000);
    // 1,200 people an hour are sampled, and resulted two hours later
    await setProgress(db, -5, 'registered', 10, startsAt, startsAt + 6 * hour);
    await setProgress(db, -5, 'registered-people', 100, startsAt, startsAt + 6 * hour);
    await setProgress(db, -5, 'received-people', 100, startsAt + hour, startsAt + 6 * hour);
    await setProgress(db, -5, 'resulted', 10, startsAt + 2 * hour, startsAt + 6 * hour);
    await setProgress(db, -5, 'resulted-people', 100, startsAt + 2 * hour, startsAt + 6 * hour);
    await setProgress(db, -5, 'held', 1, startsAt + 5 * hour, startsAt + 5.5 * hour);
    await setProgress(db, -5, 'held', -1, startsAt + 5.5 * hour, startsAt + 5.75 * hour);
  });

  it('gives every stage in tubes and people, and nothing where nothing came', async () => {
    expect(await funnelOf(database().db, -5)).toEqual({
      target: 24_000,
      registered: { tubes: 720, people: 7200 },
      received: { tubes: 0, people: 6000 },
      resulted: { tubes: 480, people: 4800 },
      reported: { tubes: 0, people: 0 },
      held: { tubes: 3, people: 0 },
    });
    expect(await funnelOf(database().db, -6)).toMatchObject({
      target: 0,
      registered: { tubes: 0, people: 0 },
    });
  });

  it('adds progress up by buckets of five minutes up to now', async () => {
    const { registered, resulted } = await progressOf(
      database().db,
      -5,
      startsAt + 1000,
      startsAt + 2.1 * hour,
    );
    expect(registered.cumulative.slice(0, 3)).toEqual([100, 200, 300]);
    expect(registered.cumulative).toHaveLength(26);
    expect(resulted.cumulative.slice(22)).toEqual([0, 0, 100, 200]);
  });

  it('counts what was sealed before the start from the start on', async () => {
    const { registered } = await progressOf(database().db, -5, startsAt + hour, startsAt + 2 * hour);
    expect(registered.cumulative[0]).toBe(1300);
  });

  it('forecasts the finish from the pace and the time a tube takes', async () => {
    const said = await forecast(-5, startsAt + 6 * hour);
    expect(said).toMatchObject({ kind: 'forecast', reason: null, asOf: '2022-04-04T06:00:00.000Z' });
    const finish = (Date.parse(said.finishAt ?? '') - startsAt) / hour;
    // 24,000 people at 1,200 an hour are sampled after 20 h and resulted after 22 h
    expect(finish).toBeGreaterThan(21);
    expect(finish).toBeLessThan(23);
    expect(Date.parse(said.earliest ?? '')).toBeLessThanOrEqual(Date.parse(said.finishAt ?? ''));
    expect(Date.parse(said.latest ?? '')).toBeGreaterThanOrEqual(Date.parse(said.finishAt ?? ''));
  });

  it('does not say what nobody can say', async () => {
    expect(await forecast(-5, startsAt + 60_000)).toMatchObject({
      kind: 'cannot-say',
      finishAt: null,
      reason: 'too-early',
    });
    expect(await forecast(-5, startsAt + 9 * hour)).toMatchObject({
      kind: 'cannot-say',
      reason: 'no-progress',
    });
    expect(await forecast(-6, startsAt + hour)).toMatchObject({ kind: 'cannot-say', reason: 'no-target' });
  });

  it('says that a sweep is finished and since when', async () => {
    const { db } = database();
    await setTarget(db, -6, 2, 1200);
    await setProgress(db, -6, 'resulted-people', 100, startsAt, startsAt + 2 * hour);
    expect(await forecast(-6, startsAt + 3 * hour)).toMatchObject({
      kind: 'finished',
      finishAt: '2022-04-04T01:00:00.000Z',
    });
  });
});
