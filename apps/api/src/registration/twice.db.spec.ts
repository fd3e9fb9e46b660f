import {
  actorOf,
  enterLaboratory,
  type Laboratory,
  people,
  person,
  sealTube,
  standingClock,
  useDatabase,
} from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Registrar, registrar } from './registration.fixture.js';

describe('everything may arrive twice', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let tablet: Registrar;
  let elsewhere: Registrar;
  beforeAll(async () => {
    const { owner, context } = database();
    laboratory = await enterLaboratory(owner);
    const standing = standingClock(context);
    tablet = registrar(standing.context);
    elsewhere = registrar(standing.context);
  });
  const site = () => actorOf(laboratory, 'site');
  const rows = async () => {
    const [counted] = await database().db`
      select (select count(*)::int from tube) as tubes, (select count(*)::int from member) as members,
        (select count(*)::int from person) as persons, (select coalesce(sum(tubes), 0)::int from coverage) as covered,
        (select coalesce(sum(n), 0)::int from tally_delta) as tallied, (select count(*)::int from audit) as audited`;
    return counted;
  };

  it('answers a replay with the first answer and its flags, and changes nothing', async () => {
    const tube = sealTube(-1, {
      code: 'NOT-A-CODE',
      members: [person(), person(undefined, { residence: 'x' })],
    });
    const first = await tablet.registerOne(site(), tube);
    const before = await rows();
    const second = await tablet.registerOne(site(), tube);
    expect(second).toEqual({ ...first, outcome: 'replayed', first: 'accepted' });
    expect(first.flags).toContain('code-check-failed');
    expect(first.memberFlags).toEqual([{ ordinal: 2, flags: ['residence-unknown'] }]);
    expect(await rows()).toEqual(before);
  });

  it('writes a tube once that two processes register at the same moment', async () => {
    const tubes = Array.from({ length: 30 }, () => sealTube(-1, { members: people(3) }));
    const before = await rows();
    const answers = await Promise.all([
      tablet.register(site(), tubes),
      elsewhere.register(site(), tubes.toReversed()),
    ]);
    const told = answers[0].map(({ tubeId, outcome }, index) => [
      tubeId,
      [outcome, answers[1].toReversed()[index]?.outcome].sort().join(' and '),
    ]);
    expect(told).toEqual(tubes.map(({ id }) => [id, 'accepted and replayed']));
    const after = await rows();
    expect(after).toMatchObject({ tubes: before!['tubes'] + 30, covered: before!['covered'] + 90 });
  });

  it('replays a line that stands twice in one request', async () => {
    const tube = sealTube(-1);
    const receipts = await tablet.register(site(), [tube, tube]);
    expect(receipts.map(({ outcome }) => outcome)).toEqual(['accepted', 'replayed']);
  });

  it('answers another body under a known id as a conflict, and overwrites nothing', async () => {
    const { db } = database();
    const tube = sealTube(-1);
    await tablet.registerOne(site(), tube);
    const stored = () => db`
      select t.*, (select array_agg(person_id order by ordinal) from member where tube_id = t.id) as people
      from tube t where id = ${tube.id}`;
    const before = await stored();
    const receipt = await tablet.registerOne(site(), sealTube(-1, { ...tube, members: people(4) }));
    expect(receipt).toMatchObject({ outcome: 'conflict', code: 'tube-body-differs' });
    expect(await stored()).toEqual(before);
    const asked =
      await db`select code from attention where subject = ${`tube:${tube.id}`} and code <> 'tube-flagged'`;
    expect(asked).toEqual([{ code: 'tube-body-differs' }]);
  });

  it('enters a tube that lost its code once, though two processes register it at the same moment', async () => {
    const { db } = database();
    for (let round = 0; round < 8; round++) {
      const holder = sealTube(-1, { members: people(1) });
      await tablet.registerOne(site(), holder);
      const loser = sealTube(-1, { code: holder.code, members: people(1) });
      const answers = await Promise.all([
        tablet.registerOne(site(), loser),
        elsewhere.registerOne(site(), loser),
      ]);
      expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['conflict', 'replayed']);
      expect(answers.find(({ outcome }) => outcome === 'replayed')?.first).toBe('conflict');
      expect(await db`select 1 from tube where id = ${loser.id}`).toHaveLength(1);
    }
  });
});
