import { createHash } from 'node:crypto';
import { openCases } from '#lis/persistence';
import { type Actor, open, Rejection } from '#lis/platform';
import {
  actorOf,
  type BuiltTube,
  enterLaboratory,
  enterTubes,
  type Laboratory,
  useDatabase,
} from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { readNames } from './read-names.js';

const purpose = 'trace the contacts of the case';
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'served',
    (error: unknown) => (error instanceof Rejection ? `${error.status} ${error.code}` : error),
  );

describe('names of a case', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let tube: BuiltTube;
  let caseId: number;
  let singleCase: number;
  const places: Record<string, number> = {};
  const official = (place: string): Actor =>
    actorOf(laboratory, 'official', { jurisdictionId: places[place] ?? null });

  beforeAll(async () => {
    const { db, owner, context } = database();
    laboratory = await enterLaboratory(owner);
    const place = async (code: string, level: string, parent: string | null) => {
      const [row] = await owner<{ id: number }[]>`
        insert into jurisdiction (code, name, level, parent_id, population)
        values (${code}, ${code}, ${level}, ${parent === null ? null : (places[parent] ?? null)}, 10) returning id`;
      places[code] = row!.id;
    };
    await place('city', 'city', null);
    await place('east', 'district', 'city');
    await place('west', 'district', 'city');
    await place('west-home', 'community', 'west');
    await place('other-city', 'city', null);
    await owner`update jurisdiction set parent_id = ${places['east'] ?? 0} where id = ${laboratory.residenceId}`;
    [tube] = (await enterTubes(owner, context, laboratory, 1, { members: 3 })) as [BuiltTube];
    // the second of them lives in the west
    await owner`update member set residence_id = ${places['west-home'] ?? 0}
      where tube_id = ${tube.tubeId} and ordinal = 2`;
    const line = { sweepId: -1, tubeId: tube.tubeId, openedAt: context.clock.now('drill') };
    const opened = await openCases(db, [
      { ...line, kind: 'abnormal-tube', personId: null },
      { ...line, kind: 'positive-person', personId: tube.personIds[2] ?? 0 },
    ]);
    [caseId, singleCase] = opened.map(({ id }) => id) as [number, number];
  });

  const ordinals = async (place: string, id = caseId) =>
    (await readNames(database().context, official(place), { caseId: id, purpose })).people.map(
      ({ ordinal }) => ordinal,
    );

  it('are read where the tube was taken, by everybody above, and of the own residents', async () => {
    expect(await ordinals('east')).toEqual([1, 2, 3]);
    expect(await ordinals('city')).toEqual([1, 2, 3]);
    expect(await ordinals('west')).toEqual([2]);
    expect(await ordinals('west-home')).toEqual([2]);
    expect(await ordinals('city', singleCase)).toEqual([3]);
    const { people } = await readNames(database().context, official('east'), { caseId, purpose });
    const [first] = tube.personIds;
    expect(people[0]?.particulars).toEqual({
      name: `Name ${first}`,
      phone: `1${first}`,
      identityType: 'mainland-id',
      identityNumber: `N${first}`,
    });
  });

  it('are refused elsewhere, without a jurisdiction, of the other realm and when the case is closed', async () => {
    const { owner, context } = database();
    const ask = (actor: Actor, id = caseId) => refusal(readNames(context, actor, { caseId: id, purpose }));
    expect(await ask(official('other-city'))).toBe('404 case-unknown');
    expect(await ask(official('west'), singleCase)).toBe('404 case-unknown');
    expect(await ask(official('nowhere'))).toBe('403 jurisdiction-missing');
    expect(await ask(official('east'), -99_999)).toBe('404 case-unknown');
    expect(await ask(official('east'), 5)).toBe('403 realm-mixed');
    await owner`update case_file set closed_at = '2030-01-02Z' where id = ${caseId}`;
    expect(await ask(official('east'))).toBe('404 case-unknown');
    await owner`update case_file set closed_at = null where id = ${caseId}`;
  });

  it('leave every look in the audit, with its purpose and the person ids, and no name', async () => {
    const { owner, context } = database();
    await owner`truncate audit`;
    await readNames(context, official('west'), { caseId, purpose });
    await refusal(readNames(context, official('other-city'), { caseId, purpose }));
    const remarks = await owner<{ id: string; key: number; body: Uint8Array }[]>`
      select id, data_key_id as key, body from remark order by written_at, cardinality(person_ids) desc`;
    const written = (index: number) => {
      const { id, key, body } = remarks.at(index - 2)!;
      const { text, salt } = JSON.parse(open(context.keys, 'drill', key, body, `remark:${id}`));
      expect(text).toBe(purpose);
      return { remark: id, commitment: createHash('sha256').update(`${salt}\n${text}`).digest('hex') };
    };
    const rows = await owner`select actor, action, subject, detail from audit order by id`;
    expect(rows).toEqual([
      {
        actor: 'staff:-7',
        action: 'names-read',
        subject: `case:${caseId}`,
        detail: { purpose: written(0), persons: [tube.personIds[1]] },
      },
      {
        actor: 'staff:-7',
        action: 'names-refused',
        subject: `case:${caseId}`,
        detail: { purpose: written(1), persons: [] },
      },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/Name |contacts/);
  });
});
