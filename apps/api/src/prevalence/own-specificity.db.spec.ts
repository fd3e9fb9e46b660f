import { PrevalenceAnswer } from '#lis/contracts';
import { actorOf, enterLaboratory, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { learnOwnSpecificity } from './own-specificity.js';
import { enterRetested, setLaboratoryPools, setPools, stated, useKit } from './pools.fixture.js';
import { readPrevalence } from './read-prevalence.js';
import { retestedPools } from './retested-pools.queries.js';
import { scopeOfQuestion } from './scope-of-question.js';
import { weighDesigns } from './weigh-designs.js';

const kit = { id: 'stated-kit', version: 1 };

describe('the own specificity', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let other: Laboratory;
  const retested = (laboratoryId: number | null = null) =>
    retestedPools(database().db, -1, kit, laboratoryId);
  const prevalence = async () => {
    const { context } = database();
    const actor = actorOf(laboratory, 'official');
    const scope = await scopeOfQuestion(context, actor, { sweepId: -1 });
    return PrevalenceAnswer.parse(await readPrevalence(context, actor, scope, 'day'));
  };
  const weigh = (of: Laboratory, sweepId?: number) =>
    weighDesigns(
      database().context,
      { ...actorOf(laboratory, 'technician'), laboratoryId: of.laboratoryId },
      {
        kitId: kit.id,
        kitVersion: kit.version,
        prevalence: 0.005,
        sensitivityFloor: 0.5,
        missedPer100000: 1000,
        hoursPerStage: 4,
        deadlineHours: 24,
        aliquots: 4,
        robot: 'no',
        specimensPerDay: 1000,
        retestsPerDay: 1000,
        ...(sweepId !== undefined && { sweepId }),
      },
    );

  beforeAll(async () => {
    const { owner } = database();
    laboratory = await enterLaboratory(owner);
    await useKit(owner, laboratory);
    await owner`insert into laboratory values (-61, 'lab-B', 'second')`;
    await owner`
      insert into plate values (-1, gen_random_uuid(), 'P-B', -61, 'stated-kit', 1, ${laboratory.technicianId}, '2030-01-01Z')`;
    other = { ...laboratory, laboratoryId: -61 };
  });

  it('is the kit’s own word until enough pools were retested', async () => {
    const { owner } = database();
    await setPools(owner, laboratory, '2030-01-01', { positive: 60, negative: 5940 }, 2);
    await setLaboratoryPools(owner, laboratory, '2030-01-01', { positive: 40, negative: 3960 }, 2);
    await setLaboratoryPools(owner, other, '2030-01-01', { positive: 20, negative: 1980 }, 2);
    const { test, total } = await prevalence();
    expect(test).toMatchObject({ source: 'kit', specificity: stated.specificity });
    expect(test.specificityRange).toBeUndefined();
    const apparent = (0.01 - (1 - stated.specificity)) / (stated.sensitivity + stated.specificity - 1);
    expect(total.prevalence!.estimate).toBeCloseTo(1 - Math.sqrt(1 - apparent), 10);
  });

  it('is learnt from positive tubes all of whose members are negative singly, and used', async () => {
    await enterRetested(database(), laboratory, [
      ...Array.from({ length: 39 }, (_, pool) => (pool < 20 ? 0 : pool < 35 ? 1 : 2)),
      null,
    ]);
    expect(await retested()).toEqual([{ size: 2, allNegative: 20, somePositive: 19, withdrawn: 0 }]);
    const before = stated.specificity;
    const { test, total } = await prevalence();
    const { low, high } = test.specificityRange!;
    // half of all positive tubes were false alarms: 1 % of which half
    expect(1 - test.specificity).toBeGreaterThan(0.0035);
    expect(1 - test.specificity).toBeLessThan(0.0055);
    expect([low < test.specificity, test.specificity < high, high < before]).toEqual([true, true, true]);
    // of 1 % positive tubes, half are true
    expect(total.prevalence!.estimate).toBeLessThan(0.0035);
  });

  it('is each laboratory’s own in its choice of a design, in the sweep that it names', async () => {
    const own = await weigh(laboratory, -1);
    expect(own.test.specificityRange).toBeDefined();
    expect(1 - own.test.specificity).toBeGreaterThan(0.004);
    const [elsewhere, nowhere] = [await weigh(other, -1), await weigh(laboratory)];
    for (const { test } of [elsewhere, nowhere]) {
      expect(test.specificity).toBe(stated.specificity);
      expect(test.specificityRange).toBeUndefined();
    }
    // more false alarms, more retests
    const retests = ({ weighed }: typeof own) =>
      new Map(weighed.map(({ design, retestsPerPerson }) => [design, retestsPerPerson]));
    const [learnt, asStated] = [retests(own), retests(nowhere)];
    const both = [...learnt].filter(([design]) => design !== 'individual' && asStated.has(design));
    expect(both.length).toBeGreaterThan(3);
    expect(both.every(([design, many]) => many > asStated.get(design)!)).toBe(true);
  });

  it('counts a tube that was withdrawn for it, and none that another kit or laboratory measured', async () => {
    const { owner, db } = database();
    const [withdrawn, foreign] = await enterRetested(database(), laboratory, [0, 0]);
    await owner`
      insert into tube_result select (jsonb_populate_record(r, '{"version": 2, "outcome": "negative"}')).*
      from tube_result r where tube_id = ${withdrawn!}`;
    await owner`insert into kit values ('other-kit', 1, '{}')`;
    const [plate] = await owner<{ id: string }[]>`
      insert into plate values (-1, gen_random_uuid(), 'P-other', -1, 'other-kit', 1, ${laboratory.technicianId},
        '2030-01-01Z') returning id`;
    const [run] = await owner<{ id: number }[]>`
      insert into run (sweep_id, plate_id, instrument_id, run_number, state, opened_at, judged_at)
      values (-1, ${plate!.id}, -1, 'other', 'accepted', '2030-01-01Z', '2030-01-01Z') returning id`;
    await owner`update tube_result set run_id = ${run!.id} where tube_id = ${foreign!}`;
    expect(await retested()).toEqual([{ size: 2, allNegative: 21, somePositive: 19, withdrawn: 1 }]);
    expect(await retested(-61)).toEqual([]);
    // tallied later than they were retested: nothing falls over
    await owner`update pool_laboratory_day_tally set positive = 0, negative = 4000 where laboratory_id = -1`;
    expect(await learnOwnSpecificity(db, -1, kit, 0.95, () => 0.95, -1)).not.toBeNull();
  });
});
