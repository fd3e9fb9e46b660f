import { useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { addSweep, buildCity, setCovered, setTarget, startsAt } from './city.fixture.js';
import { coverageByResidence } from './coverage.queries.js';
import { listSweeps } from './sweeps.queries.js';

describe('coverage by residence (R5)', () => {
  const database = useDatabase();
  const below = (code: string | null) => coverageByResidence(database().db, -5, code);

  beforeAll(async () => {
    const { db } = database();
    await buildCity(db);
    await addSweep(db, -6, startsAt + 1);
    await addSweep(db, 7);
    await setTarget(db, -5, 3, 5000);
    for (const community of [6, 7, 8, 9]) await setTarget(db, -5, community, 100);
    // another sweep's counts, and another metric's, are nobody's here
    await setTarget(db, -6, 6, 999);
    await setCovered(db, -6, 6, 999);
    await db`insert into residence_tally values (-5, 6, 'reported', 999)`;
    for (const [place, n] of [
      [6, 130],
      [7, 20],
      [8, 50],
      [3, 4000],
      [0, 17],
    ] as const) {
      await setCovered(db, -5, place, n);
    }
  });

  it('rolls targets and covered people up to the top', async () => {
    expect(await below(null)).toEqual({
      parent: null,
      lines: [
        { code: 'C', name: 'name of C', level: 'city', target: 5400, covered: 4200, hasChildren: true },
      ],
      unknownResidence: 17,
    });
  });

  it('lists the children of a jurisdiction, and none that the sweep does not concern', async () => {
    const found = await below('C');
    expect(found?.parent).toMatchObject({ code: 'C', target: 5400, covered: 4200 });
    expect(found?.lines).toEqual([
      { code: 'E', name: 'name of E', level: 'district', target: 5000, covered: 4000, hasChildren: false },
      { code: 'W', name: 'name of W', level: 'district', target: 400, covered: 200, hasChildren: true },
    ]);
  });

  it('drills down to communities, where more than the target is said as it is', async () => {
    const found = await below('W1');
    expect(found?.parent).toMatchObject({ level: 'street', target: 200, covered: 150 });
    expect(
      found?.lines.map(({ code, target, covered, hasChildren }) => [code, target, covered, hasChildren]),
    ).toEqual([
      ['W1a', 100, 130, false],
      ['W1b', 100, 20, false],
    ]);
  });

  it('knows an unknown jurisdiction from one without children', async () => {
    expect(await below('nowhere')).toBeNull();
    expect((await below('W1a'))?.lines).toEqual([]);
  });

  it('keeps unknown residence in a bucket of its own', async () => {
    const { db } = database();
    expect((await below('W1'))?.unknownResidence).toBe(17);
    expect((await coverageByResidence(db, 7, 'C'))?.unknownResidence).toBe(0);
  });

  it('lists the sweeps of one realm only, the latest first (law 11)', async () => {
    const { db } = database();
    expect((await listSweeps(db, 'drill')).map(({ id, realm }) => [id, realm])).toEqual([
      [-6, 'drill'],
      [-5, 'drill'],
    ]);
    expect((await listSweeps(db, 'real')).map(({ id }) => id)).toEqual([7]);
  });
});
