import type { DesignConditions } from '#lis/contracts';
import { actorOf, enterLaboratory, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { decideDesign } from './decide-design.js';
import { lastDecision } from './design-decisions.queries.js';
import { setPools, useKit } from './pools.fixture.js';
import { weighDesigns } from './weigh-designs.js';

describe('the choice of a design', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  const technician = () => actorOf(laboratory, 'technician');
  const conditions = (given: Partial<DesignConditions> = {}): DesignConditions => ({
    kitId: 'stated-kit',
    kitVersion: 1,
    prevalence: 0.005,
    sensitivityFloor: 0.8,
    missedPer100000: 100,
    hoursPerStage: 4,
    deadlineHours: 24,
    aliquots: 4,
    robot: 'no',
    specimensPerDay: 1000,
    retestsPerDay: 500,
    ...given,
  });
  const weigh = (given: Partial<DesignConditions> = {}) =>
    weighDesigns(database().context, technician(), conditions(given));

  beforeAll(async () => {
    laboratory = await enterLaboratory(database().owner);
    await useKit(database().owner, laboratory);
  });

  it('is the cheapest admissible, with a runner-up, a break-even, and why the others are not', async () => {
    const { chosen, runnerUp, breakEven, weighed, test, prevalence } = await weigh();
    expect(chosen).toMatchObject({ refusals: [] });
    expect(chosen.largestPool).toBeLessThanOrEqual(30);
    expect(runnerUp?.family).not.toBe(chosen.family);
    expect(runnerUp!.testsPerPerson).toBeGreaterThanOrEqual(chosen.testsPerPerson);
    expect(breakEven === null || breakEven > 0).toBe(true);
    expect(
      weighed.filter(({ needsRobot }) => needsRobot).every(({ refusals }) => refusals.includes('robot')),
    ).toBe(true);
    expect(new Set(weighed.map(({ family }) => family)).size).toBeGreaterThan(4);
    expect([test.source, prevalence]).toEqual([
      'kit',
      { source: 'given', day: null, estimate: 0.005, low: 0.005, high: 0.005 },
    ]);
    expect((await weigh({ deadlineHours: 4 })).chosen.design).toBe('individual');
    expect((await weigh({ aliquots: 1 })).chosen.family).toBe('dorfman');
  });

  it('takes the prevalence of a sweep, unless it is too small to be told', async () => {
    await setPools(database().owner, laboratory, '2030-01-01', { positive: 3, negative: 997 });
    const { prevalence: _, ...rest } = conditions({ sweepId: -1 });
    const ask = () => weighDesigns(database().context, technician(), rest);
    await expect(ask()).rejects.toMatchObject({ status: 409, code: 'prevalence-unknown' });
    await setPools(database().owner, laboratory, '2030-01-02', { positive: 30, negative: 997 });
    // all days together would still tell the small one
    expect((await ask()).prevalence).toMatchObject({ source: 'sweep', day: '2030-01-02' });
    await database().owner`update pool_day_tally set positive = 1, negative = 0 where day = '2030-01-02'`;
    await database().owner`update pool_day_tally set positive = 20 where day = '2030-01-01'`;
    expect((await ask()).prevalence).toMatchObject({ source: 'sweep', day: '2030-01-01' });
    const { sweepId: __, ...neither } = rest;
    await expect(weighDesigns(database().context, technician(), neither)).rejects.toMatchObject({
      status: 400,
    });
    await expect(
      weighDesigns(database().context, technician(), { ...rest, sweepId: 1 }),
    ).rejects.toMatchObject({
      code: 'sweep-unknown',
    });
  });

  it('refuses kits that are unknown or state nothing, and intervals that are none', async () => {
    await expect(weigh({ kitId: 'other' })).rejects.toMatchObject({ status: 404, code: 'kit-unknown' });
    await useKit(database().owner, laboratory, null, 'silent-kit');
    await expect(weigh({ kitId: 'silent-kit' })).rejects.toMatchObject({ code: 'kit-states-nothing' });
    await expect(weigh({ prevalenceHigh: 0.001 })).rejects.toMatchObject({ status: 400 });
  });

  it('is decided once however often it is sent, and not against the conditions', async () => {
    const { context, db } = database();
    const { chosen } = await weigh();
    const decide = (design: string, given: Partial<DesignConditions> = {}, actor = technician()) =>
      decideDesign(context, actor, { design, conditions: conditions(given) });
    const both = await Promise.all([decide(chosen.design), decide(chosen.design)]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['decided', 'replayed']);
    expect(await decide('individual')).toEqual({ outcome: 'decided', design: 'individual' });
    for (const design of ['rs-384x48', 'nothing'])
      await expect(decide(design)).rejects.toMatchObject({ status: 409, code: 'design-not-admissible' });
    expect(await lastDecision(db, -1)).toMatchObject({ design: 'individual', decidedBy: 'technician' });
    const [audited] = await db`select count(*)::int as n from audit where action = 'design-decided'`;
    expect(audited).toEqual({ n: 2 });
    await expect(decide('individual', {}, { ...technician(), laboratoryId: null })).rejects.toMatchObject({
      status: 403,
    });
    expect(await lastDecision(db, 1)).toBeNull();
  });
});
