import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseMoment } from '#lis/domain';
import { holdOffRetention, openCases } from '#lis/persistence';
import { seal, setDrillClock } from '#lis/platform';
import { useDatabase } from '#lis/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reconcile } from '../reconcile/reconcile.js';
import { enterSweep } from '../reconcile/testing/enter-sweep.js';
import type { Tubes } from '../reconcile/testing/fates.js';
import { eraseBefore } from './erase.js';
import { runRetention } from './run-retention.js';

describe('retention', () => {
  const database = useDatabase();
  let tubes: Tubes;
  let environment: NodeJS.ProcessEnv;
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-retention-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const sealedFor = (text: string, boundTo: string) => seal(database().context.keys, 'drill', text, boundTo);

  beforeAll(async () => {
    const { db, owner, context } = database();
    ({ tubes } = await enterSweep(owner, context, 1));
    const { host, port, database: name } = db.options;
    environment = {
      DATA_DIR: folder,
      DATABASE_APP_URL: `postgres://sweepwell_app:test@${host[0] ?? ''}:${port[0] ?? 0}/${name}`,
    };
    await setDrillClock(db, parseMoment('2031-01-01T00:00:00Z'), 1);
    // one has an open hold, one tube an open case, one was sampled lately, one is known under a name that was
    await owner`insert into person_hold (person_id, sweep_id, tube_id, reason, opened_at)
      values (${id('negative-1', 0)}, -1, ${tubes['negative-1'].tubeId}, 'x', '2030-01-01Z')`;
    await openCases(db, [
      {
        sweepId: -1,
        kind: 'abnormal-tube',
        tubeId: tubes.positive.tubeId,
        personId: null,
        openedAt: parseMoment('2030-01-01T00:00:00Z'),
      },
    ]);
    await owner`update tube set registered_at = '2030-12-31Z' where id = ${tubes.loose.tubeId}`;
    await owner`insert into person_alias (person_id, canonical_id, merged_by, merged_at)
      values (${id('negative-2', 0)}, ${id('loose', 0)}, 'staff:-7', '2030-01-01Z')`;
    for (const fate of ['negative-2', 'negative-3'] as const) {
      const { tubeId } = tubes[fate];
      await owner`insert into person_particulars (person_id, sweep_id, tube_id, particulars, data_key_id)
        values (${id(fate, 1)}, -1, ${tubeId}, ${sealedFor('other phone', 'x')}, 1)`;
      await owner`insert into tube_amendment (id, sweep_id, tube_id, kind, body, data_key_id, requested_by,
          amended_at)
        values (gen_random_uuid(), -1, ${tubeId}, 'void', ${sealedFor('{}', 'x')}, 1, 'a',
          '2030-01-01Z')`;
    }
    await owner`insert into refused_submission (actor_id, code, body, data_key_id, refused_at) values
      (-1000, 'unreadable', ${sealedFor('{}', 'x')}, 1, '2030-01-01Z'),
      (-1000, 'unreadable', ${sealedFor('{}', 'x')}, 1, '2030-12-31Z')`;
    // two that nobody needs any more, one of a person who is needed, one of a tube in which somebody is, a young one
    const gone = [tubes['negative-3'].tubeId];
    const remark = (about: string, persons: number[], tubeIds: string[], at: string) => owner`
      insert into remark values (gen_random_uuid(), -7, ${about}, ${persons}, ${tubeIds},
        ${sealedFor('{}', 'x')}, 1, ${at})`;
    await remark('correction', [], gone, '2030-01-01Z');
    await remark('merge', [id('negative-3', 0), id('negative-3', 1)], [], '2030-01-01Z');
    await remark('names-read', [id('negative-3', 0), id('loose', 0)], [], '2030-01-01Z');
    await remark('case-step', [], [tubes.positive.tubeId], '2030-01-01Z');
    await remark('conflict', [], gone, '2030-12-31Z');
    await owner`update member set household = decode(repeat('01', 16), 'hex')`;
    await owner`update report set body = ${sealedFor('{}', 'x')}`;
  });
  const id = (fate: keyof Tubes, n: number) => tubes[fate].personIds[n] ?? 0;
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const print = (line: string) => lines.push(line);
    const status = await runRetention(args, environment, { print, warn: print });
    return { status, line: lines.find((line) => line.startsWith('drill')) ?? '' };
  };
  const known = async () =>
    new Set(
      (await database().owner<{ id: number }[]>`select id from person where particulars <> ''`).map(
        (row) => row.id,
      ),
    );
  const counts = async () => {
    const [row] = await database().owner`
      select (select count(*) from person) as persons, (select count(*) from member) as members,
        (select count(*) from tube) as tubes, (select count(*) from tube_result) as results,
        (select count(*) from report) as reports, (select count(*) from tube_amendment) as amendments`;
    return row;
  };
  const told = 'persons, 1 reports, 1 amendments, 2 remarks and 1 refused lines from before 2030-12-02T';

  it('counts by default and changes nothing', async () => {
    const before = await known();
    const { status, line } = await run('--older-than', '30');
    expect(status).toBe(0);
    // 57 people without the held one, three of the case, three sampled lately and one who is one of these
    expect(line).toContain(`would erase 49 ${told}`);
    expect(await known()).toEqual(before);
  });

  it('erases who they are, keeps what is needed and every count, and the sweep still adds up', async () => {
    const { owner, db } = database();
    const [before, kept] = [await counts(), await known()];
    const { line } = await run('--older-than', '30', '--apply', '--realm', 'drill');
    expect(line).toContain(`erased 49 ${told}`);
    const stay = [
      id('negative-1', 0),
      id('negative-2', 0),
      ...tubes.positive.personIds,
      ...tubes.loose.personIds,
    ];
    expect(await known()).toEqual(new Set(stay));
    expect(kept.size).toBe(57);
    expect(await counts()).toEqual(before);
    const [left] = await owner`
      select (select count(*)::int from person_particulars) as particulars,
        (select count(*)::int from person where identity_hash = int8send(id)) as findable,
        (select count(*)::int from tube_amendment where body = '') as amendments,
        (select array_agg(about order by about) from remark where body = '') as remarks,
        (select count(*)::int from member where household is not null) as households,
        (select count(*)::int from refused_submission where body <> '') as refused,
        (select array_agg(distinct kind order by kind) from report where body = '') as reports`;
    expect(left).toEqual({
      particulars: 0,
      findable: stay.length,
      amendments: 1,
      remarks: ['correction', 'merge'],
      households: stay.length,
      refused: 1,
      reports: ['correction'],
    });
    expect((await reconcile(db, -1)).filter(({ holds }) => !holds)).toEqual([]);
    const audited = await owner<{ detail: { keys: number[] } }[]>`
      select detail from audit where action = 'retention-erased' and subject = 'retention:person'`;
    expect(audited.flatMap(({ detail }) => detail.keys)).toHaveLength(49);
  });

  it('leaves a person alone who is being registered at that moment', async () => {
    const { db, context } = database();
    const { tubeId } = tubes['negative-3'];
    const who = id('negative-3', 2);
    const sealed = sealedFor('{"name":"x"}', `person:${who}:particulars`);
    await db`update person set particulars = ${sealed} where id = ${who}`;
    const before = parseMoment('2030-12-02T00:00:00Z');
    let erasing: Promise<{ persons: number }> | undefined;
    await db.begin(async (tx) => {
      // as registration does (apps/api/src/registration/write-group.ts): a second tube of the person
      await holdOffRetention(tx, 'drill', null);
      await tx`
        insert into tube (sweep_id, id, code, purpose, site_id, device_id, session_id, sealed_at, registered_at,
          policy_version, capacity, member_count, outcome, flags, state)
        select sweep_id, gen_random_uuid(), 'AGAIN', purpose, site_id, device_id, session_id, sealed_at, '2030-12-31Z',
          policy_version, capacity, 1, outcome, flags, 'sealed' from tube where id = ${tubeId}`;
      await tx`
        insert into member (sweep_id, tube_id, ordinal, person_id, category, flags)
        select sweep_id, id, 1, ${who}, 'general', '{}' from tube where code = 'AGAIN'`;
      erasing = eraseBefore(context, 'drill', before, true);
      // it has chosen the person by now, and waits
      await sleep(500);
    });
    expect(await erasing).toMatchObject({ persons: 0 });
    expect((await known()).has(who)).toBe(true);
    const [count] = await db`select erasures > 0 as counted from retention_count where realm = 'drill'`;
    expect(count).toEqual({ counted: true });
    await database().owner`delete from member where tube_id in (select id from tube where code = 'AGAIN')`;
    await database().owner`delete from tube where code = 'AGAIN'`;
    expect(await eraseBefore(context, 'drill', before, true)).toMatchObject({ persons: 1 });
  }, 30_000);

  it('finds nothing the second time, and refuses a span that is none', async () => {
    expect((await run('--older-than', '30', '--apply')).line).toContain(
      'erased 0 persons, 0 reports, 0 amendments, 0 remarks',
    );
    for (const args of [
      [],
      ['--older-than', '0'],
      ['--older-than', '-3'],
      ['--older-than', '9', '--realm', 'x'],
    ]) {
      expect((await run(...args)).status).toBe(2);
    }
  });
});
