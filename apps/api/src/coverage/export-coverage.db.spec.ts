import { Rejection } from '#lis/platform';
import { actorOf, type Laboratory, standingClock, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { addSweep, buildCity, setCovered, setTarget } from './city.fixture.js';
import { exportCoverage } from './export-coverage.js';

describe('coverage as a file', () => {
  const database = useDatabase();
  const official = actorOf({ sweepId: -5 } as Laboratory, 'official');
  beforeAll(async () => {
    const { db } = database();
    await buildCity(db);
    await addSweep(db, 7);
    await setTarget(db, -5, 6, 100);
    await setCovered(db, -5, 6, 130);
    await setCovered(db, -5, 0, 2);
    await db`update jurisdiction set name = '=HYPERLINK("http://x","W")' where code = 'W'`;
  });

  it('says who took it and when, executes nothing, and is in the audit', async () => {
    const { owner, context } = database();
    const file = await exportCoverage(standingClock(context).context, official, { sweepId: -5, parent: 'C' });
    expect(file.split('\r\n')).toEqual([
      '\uFEFFexported by,staff:-7',
      'exported at,2030-01-01T04:00:00.000Z',
      'sweep,-5,sweep -5,drill',
      'code,name,level,target,covered',
      'C,name of C,city,100,130',
      `W,"'=HYPERLINK(""http://x"",""W"")",district,100,130`,
      ',residence unknown,,,2',
      '',
    ]);
    const rows = await owner`select actor, subject, detail from audit where action = 'coverage-exported'`;
    expect(rows).toEqual([{ actor: 'staff:-7', subject: 'sweep:-5', detail: { parent: 'C', lines: 1 } }]);
  });

  it('is of no other realm and of no unknown place, and such a try takes nothing down', async () => {
    const { context } = database();
    const ask = (given: { sweepId: number; parent?: string }) =>
      exportCoverage(context, official, given).catch((error: unknown) => (error as Rejection).code);
    expect(await ask({ sweepId: 7 })).toBe('sweep-unknown');
    expect(await ask({ sweepId: -5, parent: '../../etc/passwd' })).toBe('jurisdiction-unknown');
  });
});
