import { openCases } from '#lis/persistence';
import { type Actor, Rejection } from '#lis/platform';
import { actorOf, enterLaboratory, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { completeStep } from '../cases/complete-step.js';
import { listCases } from '../cases/list-cases.js';
import { coverageByResidence } from '../coverage/coverage.queries.js';
import { funnelOf } from '../coverage/funnel.queries.js';
import { listHeld } from '../verification/held-results.queries.js';

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'served',
    (error: unknown) => (error instanceof Rejection ? `${error.status} ${error.code}` : error),
  );

// city 1 → districts 2 and 3 → streets 4 (of 2) and 5 (of 3)
describe('a scope', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let caseId = 0;
  const place = { city: 0, north: 0, south: 0 };
  const official = (jurisdictionId: number | null): Actor =>
    actorOf(laboratory, 'official', { jurisdictionId });
  beforeAll(async () => {
    const { owner, context } = database();
    laboratory = await enterLaboratory(owner);
    const enter = async (code: string, level: string, parent: number | null) => {
      const [row] = await owner<{ id: number }[]>`
        insert into jurisdiction (code, name, level, parent_id, population)
        values (${code}, ${code}, ${level}, ${parent}, 100) returning id`;
      return row?.id ?? 0;
    };
    place.city = await enter('SC', 'city', null);
    place.north = await enter('SC1', 'district', place.city);
    place.south = await enter('SC2', 'district', place.city);
    const street = await enter('SC11', 'street', place.north);
    await owner`update site set jurisdiction_id = ${street} where id = ${laboratory.siteId}`;
    await owner`insert into sweep_target values (${laboratory.sweepId}, ${street}, 40), (${laboratory.sweepId}, ${place.south}, 60)`;
    await owner`insert into residence_tally values (${laboratory.sweepId}, ${street}, 'covered', 7), (${laboratory.sweepId}, ${place.south}, 'covered', 9)`;
    await owner`insert into site_tally values (${laboratory.sweepId}, ${laboratory.siteId}, 'registered', 3)`;
    const [tube] = await enterTubes(owner, context, laboratory, 1, { state: 'received', members: 2 });
    await owner.begin((tx) =>
      openCases(tx, [
        {
          sweepId: laboratory.sweepId,
          tubeId: tube!.tubeId,
          personId: null,
          kind: 'abnormal-tube',
          openedAt: context.clock.now('drill'),
        },
      ]),
    );
    const [opened] = await owner<{ id: number }[]>`select id from case_file`;
    caseId = opened?.id ?? 0;
  });

  it.each([
    ['the whole realm', () => null, 1],
    ['the city', () => place.city, 1],
    ['the own district', () => place.north, 1],
    ['another district', () => place.south, 0],
  ])('shows an official the open cases of %s', async (_, scope, open) => {
    const { context } = database();
    const shown = await listCases(context, official(scope()), { sweepId: laboratory.sweepId, limit: 10 });
    expect([shown.open, shown.cases.length]).toEqual([open, open]);
  });

  it('does not let an official of another district touch a case, nor learn that it is there', async () => {
    const { context } = database();
    const request = { caseId, step: 'members-recollected', proof: 'seen' } as const;
    expect(await refusal(completeStep(context, official(place.south), request))).toBe('404 case-unknown');
    const [row] = await database()
      .db`select 1 from audit where subject = ${`case:${caseId}`} and action = 'case-step-done'`;
    expect(row).toBeUndefined();
  });

  it('shows coverage of the own subtree, and knows of nothing beside it', async () => {
    const { db } = database();
    const top = await coverageByResidence(db, laboratory.sweepId, null, place.north);
    expect(top?.lines.map(({ code, covered }) => [code, covered])).toEqual([['SC1', 7]]);
    const below = await coverageByResidence(db, laboratory.sweepId, 'SC1', place.north);
    expect(below?.lines.map(({ code }) => code)).toEqual(['SC11']);
    expect(await coverageByResidence(db, laboratory.sweepId, 'SC2', place.north)).toBeNull();
    expect(await coverageByResidence(db, laboratory.sweepId, 'SC', place.north)).toBeNull();
  });

  it('counts the funnel of the own sites', async () => {
    const { db } = database();
    const north = await funnelOf(db, laboratory.sweepId, place.north);
    expect([north.target, north.registered.tubes]).toEqual([40, 3]);
    const south = await funnelOf(db, laboratory.sweepId, place.south);
    expect([south.target, south.registered.tubes]).toEqual([60, 0]);
  });

  it('shows a verifier the results of the own laboratory', async () => {
    const { owner, context, db } = database();
    const [tube] = await enterTubes(owner, context, laboratory, 1, { state: 'resulted', members: 1 });
    await owner`
      insert into plate (sweep_id, id, barcode, laboratory_id, kit_id, kit_version, laid_out_by, laid_out_at)
      select ${laboratory.sweepId}, gen_random_uuid(), 'SCOPE-1', ${laboratory.laboratoryId}, id, version,
        ${laboratory.technicianId}, now() from kit limit 1`;
    const [run] = await owner<{ id: number }[]>`
      insert into run (sweep_id, plate_id, instrument_id, run_number, state, opened_at)
      select p.sweep_id, p.id, i.id, 'R', 'accepted', now() from plate p, instrument i
      where p.barcode = 'SCOPE-1' and sign(i.id) = sign(p.sweep_id) limit 1 returning id`;
    await owner`
      insert into tube_result (sweep_id, tube_id, version, outcome, run_id, well, rule_version, state, reasons, made_at)
      values (${laboratory.sweepId}, ${tube!.tubeId}, 1, 'positive', ${run!.id}, 'A1', 'r', 'held', '{}', now())`;
    expect(await listHeld(db, laboratory.sweepId, laboratory.laboratoryId, 10)).toHaveLength(1);
    expect(await listHeld(db, laboratory.sweepId, laboratory.laboratoryId - 1, 10)).toEqual([]);
  });
});
