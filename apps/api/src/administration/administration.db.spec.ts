import { Rejection } from '#lis/platform';
import { actorOf, enterLaboratory, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { AdministrationController } from './administration.controller.js';

const header = 'code,name,level,parent_code,population';
const refusal = async (work: () => unknown) => {
  try {
    await work();
    return 'served';
  } catch (error) {
    return error instanceof Rejection ? { code: `${error.status} ${error.code}`, ...error.details } : error;
  }
};

describe('administration', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let desk: AdministrationController;
  beforeAll(async () => {
    laboratory = await enterLaboratory(database().owner);
    // past the ids that the laboratory was entered with
    await database().owner`select setval('drill_id', -100)`;
    desk = new AdministrationController(database().context);
  });
  const drill = () => actorOf(laboratory, 'administrator');
  const real = () => ({ ...drill(), id: 7, realm: 'real' as const });
  const enter = (...lines: string[]) => desk.jurisdictions(drill(), [header, ...lines].join('\n'));

  describe('jurisdictions from CSV', () => {
    it('are entered with their parents, in whatever order, and a repeat updates them', async () => {
      const { db } = database();
      const lines = [
        's1,"Street, ""one""",street,d1,100',
        'c1,City,city,,9000',
        'd1,../../etc/passwd,district,c1,5000',
      ];
      expect(await enter(...lines)).toEqual({ imported: 3, updated: 0 });
      expect(await desk.jurisdictions(drill(), `\ufeff${[header, ...lines].join('\r\n')}\r\n`)).toEqual({
        imported: 0,
        updated: 3,
      });
      const rows = await db`
        select j.code, j.name, p.code as parent, j.population from jurisdiction j left join jurisdiction p on p.id = j.parent_id
        where j.code in ('s1', 'd1', 'c1') order by 1`;
      expect(rows).toEqual([
        { code: 'c1', name: 'City', parent: null, population: 9000 },
        { code: 'd1', name: '../../etc/passwd', parent: 'c1', population: 5000 },
        { code: 's1', name: 'Street, "one"', parent: 'd1', population: 100 },
      ]);
    });

    it.each([
      ['x1,X,city,,many', { code: '400 csv-line', line: 3, field: 'population' }],
      ['x1,X,city,,-1', { code: '400 csv-line', line: 3, field: 'population' }],
      ['x1,X,city,,', { code: '400 csv-line', line: 3, field: 'population' }],
      ['x1,X,village,,1', { code: '400 csv-line', line: 3, field: 'level' }],
      [',X,city,,1', { code: '400 csv-line', line: 3, field: 'code' }],
      ['x1,X', { code: '400 csv-line', line: 3, field: 'level' }],
      ['good,X,city,,1', { code: '400 csv-code-twice', line: 3 }],
      ['x1,X,district,nowhere,1', { code: '409 parent-unknown', level: 'district' }],
    ])('name the fault of %j, and enter nothing', async (line, fault) => {
      expect(await refusal(() => enter('good,G,city,,1', line))).toMatchObject(fault);
      expect(await database().db`select 1 from jurisdiction where code = 'good'`).toHaveLength(0);
    });

    it('name a header that is not theirs, text that is no CSV, and a body that is no text', async () => {
      const send = (body: unknown) => refusal(() => desk.jurisdictions(drill(), body));
      expect(await send('name,code\na,b')).toMatchObject({ code: '400 csv-header' });
      expect(await send('')).toMatchObject({ code: '400 csv-header' });
      expect(await send(`${header}\n"x`)).toMatchObject({ code: '400 csv-unreadable' });
      expect(await send({ file: '/etc/passwd' })).toMatchObject({ code: '415 media-type-unsupported' });
    });
  });

  const sweep = (given: object = {}) => ({
    realm: 'drill' as const,
    name: 'round 2',
    timeZone: 'Asia/Shanghai',
    startsAt: '2030-02-01T00:00:00Z',
    deadline: '2030-02-02T00:00:00Z',
    arrivalPlan: { weightByHour: Array.from({ length: 24 }, () => 1) },
    targets: [{ jurisdictionCode: 'c-drill-1', people: 1000 }],
    policies: [{ category: null, inForceFrom: '2030-02-01T00:00:00Z', poolSize: 10, hardCap: 12 }],
    ...given,
  });

  it('makes a sweep with its partitions, so that a tube finds its place', async () => {
    const { db } = database();
    const { id } = await desk.sweep(drill(), sweep());
    expect(id).toBeLessThan(0);
    const made = await db<
      { name: string }[]
    >`select relname as name from pg_class where relname like ${`%\\_drill\\_${-id}`}`;
    const parents = [
      'batch_decode',
      'batch_specimen',
      'box_tube',
      'coverage',
      'feed_tube',
      'member',
      'reading',
      'specimen_call',
      'tube',
      'tube_result',
      'well',
      'well_call',
    ];
    expect(made.map(({ name }) => name).sort()).toEqual(
      parents.map((parent) => `${parent}_drill_${-id}`).sort(),
    );
    const [kept] = await db`select version, pool_size as size from pooling_policy where sweep_id = ${id}`;
    expect(kept).toEqual({ version: 1, size: 10 });
  });

  it('refuses a sweep of an unknown place, time zone or realm', async () => {
    const make = (given: object, actor = drill()) => refusal(() => desk.sweep(actor, sweep(given)));
    expect(await make({ targets: [{ jurisdictionCode: 'nowhere', people: 1 }] })).toMatchObject({
      code: '409 jurisdiction-unknown',
    });
    expect(await make({ timeZone: 'Mars/Base' })).toMatchObject({ code: '400 time-zone-unknown' });
    expect(await make({ deadline: '2030-01-01T00:00:00Z' })).toMatchObject({ field: 'deadline' });
    const [policy] = sweep().policies;
    expect(await make({ policies: [{ ...policy, hardCap: 9 }] })).toMatchObject({
      field: 'policies.hardCap',
    });
    const twice = [...sweep().targets, ...sweep().targets];
    expect(await make({ targets: twice })).toMatchObject({ code: '409 jurisdiction-twice' });
    expect(await make({}, real())).toMatchObject({ code: '403 realm-mixed' });
  });

  it('gives places an id of their realm, the same one when asked again, and never one of the other', async () => {
    const sites = [
      { code: 'hall-b', name: 'B', jurisdictionCode: 'c-drill-1' },
      { code: 'hall-a', name: 'A', jurisdictionCode: 'c-drill-1' },
    ];
    const first = await desk.sites(drill(), { realm: 'drill', sites });
    expect(first.ids.every((id) => id < 0)).toBe(true);
    expect(await desk.sites(drill(), { realm: 'drill', sites: sites.toReversed() })).toEqual({
      ids: first.ids.toReversed(),
    });
    expect(await refusal(() => desk.sites(real(), { realm: 'real', sites }))).toMatchObject({
      code: '409 realm-mixed',
    });
    const unplaced = [{ code: 'hall-c', name: 'C', jurisdictionCode: 'nowhere' }];
    expect(await refusal(() => desk.sites(drill(), { realm: 'drill', sites: unplaced }))).toMatchObject({
      code: '409 site-not-made',
    });
  });

  it('gives actors a token that is kept as a hash, and refuses a place of the other realm', async () => {
    const { db } = database();
    const tablet = {
      kind: 'device' as const,
      role: 'site' as const,
      name: 'tablet',
      siteCode: 'site-drill-1',
    };
    const { actors } = await desk.actors(drill(), {
      realm: 'drill',
      actors: [tablet, { ...tablet, name: 'second' }],
    });
    expect(actors).toHaveLength(2);
    const [kept] =
      await db`select encode(token_hash, 'escape') as hash, actor_id as id from credential where actor_id = ${actors[0]!.id}`;
    expect(kept?.['hash']).not.toContain(actors[0]!.token);
    const asked = (given: object, actor = drill()) =>
      refusal(() => desk.actors(actor, { realm: actor.realm, actors: [{ ...tablet, ...given }] }));
    expect(await asked({ siteCode: 'nowhere' })).toMatchObject({ code: '409 place-unknown' });
    expect(await asked({ siteCode: undefined })).toMatchObject({ code: '409 place-unknown' });
    expect(await asked({}, real())).toMatchObject({ code: '409 place-unknown' });
  });

  it('sets the clock of drills for everybody, and never the real one', async () => {
    const { context } = database();
    const set = { shows: '2031-05-06T00:00:00Z', rate: 60 };
    expect(await refusal(() => desk.clock(real(), set))).toMatchObject({ code: '403 realm-mixed' });
    const before = context.clock.now('real');
    await desk.clock(drill(), set);
    const shown = Date.parse(set.shows);
    await expect.poll(() => context.clock.now('drill')).toBeGreaterThanOrEqual(shown);
    expect(context.clock.now('drill')).toBeLessThan(shown + 3_600_000);
    expect(context.clock.now('real') - before).toBeLessThan(60_000);
    const [told] = await database().db`select detail from audit where action = 'drill-clock-set'`;
    expect(told).toEqual({ detail: set });
  });
});
