import { Report } from '#lis/contracts';
import { enterLaboratory, enterResults, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBody } from '../report-body.js';
import { addRecipient, askReports, doJob } from '../testing/ask-reports.js';

type Row = {
  id: string;
  version: number;
  kind: string;
  tubes: number;
  body: Uint8Array;
  dataKeyId: number;
  feed: number;
};

describe('making reports', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  beforeAll(async () => {
    const { owner } = database();
    laboratory = await enterLaboratory(owner);
    await addRecipient(owner, -1, 'http://127.0.0.1:9/');
    await addRecipient(owner, -2, 'http://127.0.0.1:9/', ['retest']);
    await addRecipient(owner, 1, 'http://127.0.0.1:9/');
  });
  const reports = async (sweepId: number): Promise<Row[]> =>
    database().db<Row[]>`
      select id, version, kind, tubes, body, data_key_id as "dataKeyId", feed_number as feed
      from report where sweep_id = ${sweepId} order by feed_number, made_at`;
  const read = (row: Row) =>
    Report.parse(JSON.parse(openBody(database().context, 'drill', { ...row, reportId: row.id })));

  it('makes one for each abnormal tube, retest and correction, and owes it to whom it concerns', async () => {
    const { db, owner, context } = database();
    const { sweepId } = laboratory;
    const [pool] = await enterTubes(owner, context, laboratory, 1);
    const [single] = await enterTubes(owner, context, laboratory, 1, {
      purpose: 'recollection',
      members: 1,
      causeTubeId: pool!.tubeId,
    });
    const [corrected] = await enterTubes(owner, context, laboratory, 1);
    const [blind] = await enterTubes(owner, context, laboratory, 1, { purpose: 'blind' });
    await enterResults(owner, laboratory, [pool!, blind!], 'positive');
    await enterResults(owner, laboratory, [single!], 'negative');
    await enterResults(owner, laboratory, [corrected!], 'negative', 2);
    await doJob(context, await askReports(db, sweepId, [pool!, single!, blind!]));
    await doJob(context, await askReports(db, sweepId, [corrected!], 2));

    const made = (await reports(sweepId)).map(read);
    expect(made).toHaveLength(3);
    expect(made).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'abnormal-tube',
          status: 'preliminary',
          outcome: 'positive',
          version: 1,
        }),
        expect.objectContaining({ kind: 'retest', status: 'final', outcome: 'negative', version: 1 }),
        expect.objectContaining({ kind: 'correction', status: 'corrected', reason: 'corrected', version: 2 }),
      ]),
    );
    const report = made.find(({ kind }) => kind === 'abnormal-tube');
    if (report?.kind !== 'abnormal-tube') throw new Error('no report of the abnormal tube');
    const [first] = pool!.personIds;
    expect(report.people).toHaveLength(10);
    expect(report.people[0]).toMatchObject({
      name: `Name ${first}`,
      identityNumber: `N${first}`,
      residenceCode: 'c-drill-1',
    });
    expect(report.calls).toEqual([
      { target: 'N', ct: 30.5, analyserCall: 'POS' },
      { target: 'ORF1ab', ct: 30.5, analyserCall: 'POS' },
    ]);
    expect(report.reportDueAt).toBe('2030-01-01T08:30:00.000Z');
    const owed = await db`
      select r.kind, array_agg(recipient_id order by recipient_id) as to from delivery d
      join report r on r.id = d.report_id and r.version = d.version group by 1 order by 1`;
    expect(owed).toEqual([
      { kind: 'abnormal-tube', to: [-1] },
      { kind: 'correction', to: [-1] },
      { kind: 'retest', to: [-2, -1] },
    ]);
    expect(await db`select count(*)::int as n from outbox`).toEqual([{ n: 0 }]);
    expect(await db`select count(*)::int as n from audit where action = 'report-made'`).toEqual([{ n: 3 }]);
    const text = Buffer.concat((await reports(sweepId)).map(({ body }) => Buffer.from(body))).toString(
      'latin1',
    );
    expect(text).not.toContain('Name');
  });

  it('numbers feeds without gaps while several make them, and a repeat makes nothing', async () => {
    const { db, owner, context } = database();
    const here = await enterLaboratory(owner, 'drill', 2);
    const tubes = await enterTubes(owner, context, here, 600, { members: 1 });
    await enterResults(owner, here, tubes, 'negative');
    const asked: unknown[] = [];
    for (let from = 0; from < 600; from += 50) {
      asked.push(await askReports(db, here.sweepId, tubes.slice(from, from + 50)));
    }
    // half of them are asked for once more by another row
    for (let from = 0; from < 300; from += 50) {
      asked.push(await askReports(db, here.sweepId, tubes.slice(from, from + 50)));
    }
    await Promise.all([...asked, ...asked].map((data) => doJob(context, data)));
    const feeds = await reports(here.sweepId);
    expect(feeds.map(({ feed }) => feed)).toEqual(feeds.map((_, index) => index + 1));
    expect(feeds.reduce((sum, feed) => sum + feed.tubes, 0)).toBe(600);
    const sent = feeds.map(read).flatMap((feed) => (feed.kind === 'negative-feed' ? feed.tubes : []));
    expect(new Set(sent.map(({ id }) => id)).size).toBe(600);
    expect(await db`select count(*)::int as n from feed_tube where sweep_id = -2`).toEqual([{ n: 600 }]);
  });

  it('never lets a negative out over an open hold, under whatever name the person is known', async () => {
    const { db, owner, context } = database();
    const here = await enterLaboratory(owner, 'drill', 3);
    const tubes = await enterTubes(owner, context, here, 4);
    await enterResults(owner, here, tubes, 'negative');
    const [held, aliased, other] = [
      tubes[0]!.personIds[3]!,
      tubes[1]!.personIds[0]!,
      tubes[2]!.personIds[0]!,
    ];
    const [first, second] = [other - 900_000, other - 900_001];
    for (const id of [first, second]) {
      await owner`insert into person values (${id}, int8send(${id}), 1, '', '', 1, '2030-01-01Z')`;
    }
    const hold = (id: number) => owner`
      insert into person_hold (person_id, sweep_id, tube_id, reason, opened_at)
      values (${id}, -3, gen_random_uuid(), 'positive', '2030-01-01Z')`;
    await hold(held);
    await hold(first);
    await owner`
      insert into person_alias (person_id, canonical_id, merged_by, merged_at) values
        (${first}, ${second}, 'x', '2030-01-01Z'), (${aliased}, ${second}, 'x', '2030-01-01Z')`;
    await doJob(context, await askReports(db, here.sweepId, tubes));
    const [feed] = (await reports(here.sweepId)).map(read);
    expect(feed?.kind === 'negative-feed' && feed.tubes.map(({ id }) => id).sort()).toEqual(
      [tubes[2]!.tubeId, tubes[3]!.tubeId].sort(),
    );
    const asked = await db`select subject from attention where code = 'negative-over-hold' order by subject`;
    expect(asked.map(({ subject }) => String(subject))).toEqual(
      [tubes[0]!, tubes[1]!].map(({ tubeId }) => `tube:${tubeId}`).sort(),
    );
  });

  it('asks for a recipient once where nobody receives the kind', async () => {
    const { db, owner, context } = database();
    const here = await enterLaboratory(owner, 'real', 4);
    await owner`update recipient set kinds = '{negative-feed}' where id = 1`;
    const tubes = await enterTubes(owner, context, here, 2);
    await enterResults(owner, here, tubes, 'positive');
    for (const tube of tubes) await doJob(context, await askReports(db, here.sweepId, [tube]));
    const asked = await db`select sweep_id as sweep, subject from attention where code = 'no-recipient'`;
    expect(asked).toEqual([{ sweep: 4, subject: 'abnormal-tube' }]);
    expect(await reports(4)).toHaveLength(2);
  });
});
