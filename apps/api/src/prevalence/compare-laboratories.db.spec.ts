import { LaboratoriesAnswer, SitePrevalenceAnswer } from '#lis/contracts';
import type { Actor } from '#lis/platform';
import { actorOf, enterLaboratory, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareLaboratories, ownOf } from './compare-laboratories.js';
import { setLaboratoryPools, setPools, useKit } from './pools.fixture.js';
import { readSitePrevalence } from './read-site-prevalence.js';
import { scopeOfQuestion } from './scope-of-question.js';

// city PC → districts PN (with sites -1 and -300) and PS (with site -301); laboratories -1, -61 and -62
describe('laboratories of a sweep', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  const south = { id: 0 };
  const ask = async (actor: Actor, parent?: string) => {
    const { context } = database();
    const scope = await scopeOfQuestion(context, actor, { sweepId: laboratory.sweepId, parent });
    return LaboratoriesAnswer.parse(ownOf(await compareLaboratories(context, actor, scope), actor));
  };
  const official = (given: Partial<Actor> = {}) => actorOf(laboratory, 'official', given);
  const flags = ({ laboratories }: LaboratoriesAnswer) =>
    laboratories.map(({ code, positive, sameSites, inSweep }) => [
      code,
      positive,
      sameSites?.outOfLine,
      inSweep?.outOfLine,
    ]);

  beforeAll(async () => {
    const { owner } = database();
    laboratory = await enterLaboratory(owner);
    await enterLaboratory(owner, 'real');
    const enter = async (code: string, level: string, parent: number | null) => {
      const [row] = await owner<{ id: number }[]>`
        insert into jurisdiction (code, name, level, parent_id, population)
        values (${code}, ${code}, ${level}, ${parent}, 100) returning id`;
      return row?.id ?? 0;
    };
    const city = await enter('PC', 'city', null);
    const north = await enter('PN', 'district', city);
    south.id = await enter('PS', 'district', city);
    await owner`update site set jurisdiction_id = ${north} where id = -1`;
    await owner`insert into site values (-300, 'N-2', 'north gate', ${north}), (-301, 'S-1', 'south hall', ${south.id})`;
    await owner`insert into laboratory values (-61, 'lab-B', 'second'), (-62, 'lab-C', 'third')`;
    await useKit(owner, laboratory);
    const counts = async (siteId: number, day: string, of: Record<number, [number, number]>) => {
      for (const [laboratoryId, [positive, negative]] of Object.entries(of))
        await setLaboratoryPools(owner, { sweepId: -1, siteId, laboratoryId: Number(laboratoryId) }, day, {
          positive,
          negative,
        });
    };
    // -62 reads four times as many on the same sites; -61 alone serves the south, where more people carry it
    await counts(-1, '2030-01-01', { '-1': [6, 494], '-61': [5, 495], '-62': [24, 476] });
    await counts(-300, '2030-01-02', { '-1': [4, 496], '-61': [5, 495], '-62': [20, 480] });
    await counts(-301, '2030-01-01', { '-61': [60, 540] });
    await setPools(owner, { sweepId: -1, siteId: -301 }, '2030-01-01', { positive: 60, negative: 540 });
    await setPools(owner, { sweepId: -1, siteId: -301 }, '2030-01-02', { positive: 2, negative: 98 });
  });

  it('are named when their share on the same sites is more than chance explains', async () => {
    const answer = await ask(official());
    // in all, the first has few beside one that is bad and one that serves the south: that tells of places as well
    expect(flags(answer)).toEqual([
      ['lab-C', 44, 'more', null],
      ['lab-drill-1', 10, null, 'fewer'],
      ['lab-B', 70, null, null],
    ]);
    const [third, , second] = answer.laboratories;
    expect(third?.sameSites).toMatchObject({ seen: 44 });
    expect(third?.sameSites?.expected).toBeCloseTo(64 / 3, 10);
    expect(third!.sameSites!.chance!).toBeLessThan(1e-7);
    expect([third?.pools, third?.people]).toEqual([1000, 10_000]);
    // what it measured alone is not compared on the same sites
    expect(second?.sameSites).toMatchObject({ seen: 10, expected: 10 });
  });

  it('are those of the subtree that is asked for, within the own', async () => {
    expect(flags(await ask(official(), 'PN'))).toEqual([
      ['lab-C', 44, 'more', 'more'],
      ['lab-B', 10, null, null],
      ['lab-drill-1', 10, null, null],
    ]);
    const southern = official({ jurisdictionId: south.id });
    expect(flags(await ask(southern))).toEqual([['lab-B', 60, undefined, undefined]]);
    await expect(ask(southern, 'PN')).rejects.toMatchObject({ status: 404, code: 'jurisdiction-unknown' });
  });

  it('are told to a bench as the own line alone, without numbers of others', async () => {
    const technician = (laboratoryId: number | null) => ({
      ...actorOf(laboratory, 'technician'),
      laboratoryId,
    });
    const own = await ask(technician(-62));
    expect(flags(own)).toEqual([['lab-C', 44, 'more', null]]);
    expect(own.laboratories[0]).toMatchObject({ inconclusive: null, withheld: false });
    expect(own.laboratories[0]?.sameSites).toEqual({
      seen: null,
      expected: null,
      chance: null,
      outOfLine: 'more',
    });
    await expect(ask(technician(null))).rejects.toMatchObject({ status: 403, code: 'laboratory-required' });
    await expect(ask(actorOf(laboratory, 'auditor'), 'PN')).rejects.toMatchObject({
      code: 'health-role-only',
    });
  });

  it('are withheld outside the health role where a small count would be told', async () => {
    const { owner } = database();
    await owner`insert into laboratory values (-63, 'lab-D', 'fourth')`;
    await setLaboratoryPools(owner, { sweepId: -1, siteId: -1, laboratoryId: -63 }, '2030-01-04', {
      positive: 3,
      negative: 97,
    });
    const told = (await ask(actorOf(laboratory, 'administrator'))).laboratories;
    // the fourth has three; the sum of all is known, so that the next smallest goes with it
    expect(told.map(({ code, positive, withheld }) => [code, positive, withheld]).sort()).toEqual([
      ['lab-B', 70, false],
      ['lab-C', 44, false],
      ['lab-D', null, true],
      ['lab-drill-1', null, true],
    ]);
    expect(told.find(({ code }) => code === 'lab-D')).toMatchObject({
      prevalence: null,
      tooFew: null,
      sameSites: null,
      inSweep: null,
    });
    expect((await ask(official())).laboratories.find(({ code }) => code === 'lab-D')?.positive).toBe(3);
  });

  it('of the other realm are not known (law 11)', async () => {
    await expect(ask(official({ realm: 'real' }))).rejects.toMatchObject({ code: 'sweep-unknown' });
  });

  it('one site is told day by day, to whom its place is', async () => {
    const { context } = database();
    const site = async (actor: Actor, code: string) =>
      SitePrevalenceAnswer.parse(await readSitePrevalence(context, actor, { sweepId: -1, code }));
    const { days, total, site: told } = await site(official(), 'S-1');
    expect(told).toEqual({ code: 'S-1', name: 'south hall' });
    expect(days.map(({ day, pools, positive }) => [day, pools, positive])).toEqual([
      ['2030-01-01', 600, 60],
      ['2030-01-02', 100, 2],
    ]);
    expect(total).toMatchObject({ pools: 700, positive: 62 });
    expect(days[0]!.prevalence!.estimate).toBeGreaterThan(days[1]!.prevalence!.estimate);
    expect((await site(official({ jurisdictionId: south.id }), 'S-1')).total.pools).toBe(700);
    for (const [actor, code] of [
      [official({ jurisdictionId: south.id }), 'N-2'],
      [official(), 'nowhere'],
      [official(), 'site-real-1'],
    ] as const)
      await expect(site(actor, code)).rejects.toMatchObject({ status: 404, code: 'site-unknown' });
    expect((await site(official(), 'N-2')).total).toMatchObject({ pools: 0, prevalence: null });
  });
});
