import { momentText } from '#lis/domain';
import {
  actorOf,
  enterLaboratory,
  enterTubes,
  type Laboratory,
  noon,
  people,
  person,
  sealTube,
  standingClock,
  useDatabase,
} from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Registrar, registrar } from './registration.fixture.js';
import { noteCheckpoint, openSession } from './tablet-notes.js';

const day = 86_400_000;
const session = '01900000-0000-7000-8000-000000000001';

describe('what is odd about a sealed tube becomes a flag and never refuses it', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let tablet: Registrar;
  let standing: ReturnType<typeof standingClock>;
  beforeAll(async () => {
    const { owner, context } = database();
    laboratory = await enterLaboratory(owner);
    standing = standingClock(context);
    tablet = registrar(standing.context);
    const openedAt = momentText(noon);
    await openSession(standing.context, actorOf(laboratory, 'site'), { id: session, sweepId: -1, openedAt });
  });
  const site = () => actorOf(laboratory, 'site');
  const seal = (given: Parameters<typeof sealTube>[1] = {}) => sealTube(-1, { sessionId: session, ...given });

  it('accepts a plain tube without any flag', async () => {
    const tube = seal();
    const receipt = await tablet.registerOne(site(), tube);
    expect(receipt).toEqual({ line: 0, tubeId: tube.id, outcome: 'accepted', flags: [], memberFlags: [] });
    const [stored] = await database()
      .db`select state, held, member_count as n from tube where id = ${tube.id}`;
    expect(stored).toEqual({ state: 'sealed', held: false, n: 10 });
  });

  it.each([
    ['sealed-in-future', () => seal({ sealedAt: momentText(noon + 6 * 60_000) })],
    ['sealed-before-sweep', () => seal({ sealedAt: '2029-12-31T23:00:00.000Z' })],
    ['clock-implausible', () => seal({ sealedAt: momentText(noon + 8 * day) })],
    ['code-check-failed', () => seal({ code: 'SW000000001' })],
    ['site-unknown', () => seal({ sessionId: '01900000-0000-7000-8000-0000000000ff' })],
    ['over-nominal', () => seal({ members: people(11) })],
    ['over-cap', () => seal({ members: people(13) })],
    ['person-twice-in-tube', () => seal({ members: [person(1), person(2), person(1)] })],
    [
      'cause-unknown',
      () =>
        seal({
          purpose: 'recollection',
          members: people(1),
          causeTubeId: '01900000-0000-4000-8000-000000000009',
        }),
    ],
  ] as const)('flags %s, and puts it on the list of tasks', async (flag, given) => {
    const { db } = database();
    const tube = given();
    const receipt = await tablet.registerOne(site(), tube);
    expect(receipt.outcome).toBe('accepted');
    expect(receipt.flags).toContain(flag);
    const [stored] = await db<{ flags: string[] }[]>`select flags from tube where id = ${tube.id}`;
    expect(stored?.flags).toEqual(receipt.flags);
    const asked = await db`
      select detail from attention where code = 'tube-flagged' and subject = ${`tube:${tube.id}`}`;
    expect(asked).toEqual([{ detail: { flags: receipt.flags } }]);
  });

  it('flags a code that another tablet had open, and not its own', async () => {
    const { context } = standing;
    const [mine, theirs] = [seal(), seal()];
    await noteCheckpoint(context, site(), { tubeId: mine.id, code: mine.code, members: 3 });
    const other = actorOf(laboratory, 'site', { id: -1999 });
    await noteCheckpoint(context, other, { tubeId: theirs.id, code: theirs.code, members: 3 });
    expect((await tablet.registerOne(site(), mine)).flags).toEqual([]);
    expect((await tablet.registerOne(site(), theirs)).flags).toEqual(['second-opener']);
  });

  it('tells the second tablet at once that a tube is open elsewhere', async () => {
    const { context } = standing;
    const { id: tubeId, code } = seal();
    const note = (id: number) =>
      noteCheckpoint(context, actorOf(laboratory, 'site', { id }), { tubeId, code, members: 1 });
    expect(await note(-1000)).toEqual({ secondOpener: false });
    expect(await note(-1001)).toEqual({ secondOpener: true });
  });

  it('keeps apart what a revoked tablet still delivers: stored, held, covering nobody', async () => {
    const { db } = database();
    const tube = seal();
    const receipt = await tablet.registerOne(actorOf(laboratory, 'site', { revoked: true }), tube);
    expect(receipt).toMatchObject({ outcome: 'accepted', flags: ['device-revoked'] });
    const [stored] = await db`select state, held from tube where id = ${tube.id}`;
    expect(stored).toEqual({ state: 'quarantined', held: true });
    const covered = await db`
      select 1 from coverage c join member m on m.person_id = c.person_id where m.tube_id = ${tube.id}`;
    expect(covered).toHaveLength(0);
  });

  it('flags members: a failed number, an unknown residence, other particulars than before', async () => {
    const { db } = database();
    const known = person();
    await tablet.registerOne(site(), seal({ members: [known] }));
    const wrong = person();
    const number = wrong.identity.number.replace(/.$/, (last) => (last === '1' ? '2' : '1'));
    const tube = seal({
      members: [
        { ...wrong, identity: { type: 'mainland-id', number } },
        person(undefined, { residence: 'nowhere' }),
        person(undefined),
        { ...known, phone: '139' },
      ],
    });
    const { memberFlags, outcome } = await tablet.registerOne(site(), tube);
    expect(outcome).toBe('accepted');
    expect(memberFlags).toEqual([
      { ordinal: 1, flags: ['id-check-failed'] },
      { ordinal: 2, flags: ['residence-unknown'] },
      { ordinal: 4, flags: ['particulars-differ', 'sampled-before-in-this-round'] },
    ]);
    const beside = await db`select person_id > 0 as real from person_particulars where tube_id = ${tube.id}`;
    expect(beside).toEqual([{ real: false }]);
  });

  it('flags a person sampled before in this round, across commits', async () => {
    const again = person();
    const first = await tablet.registerOne(site(), seal({ members: [again, person()] }));
    const second = await tablet.registerOne(site(), seal({ members: [person(), again] }));
    expect(first.memberFlags).toEqual([]);
    expect(second.memberFlags).toEqual([{ ordinal: 2, flags: ['sampled-before-in-this-round'] }]);
  });

  it.each(['a stranger', 'a known person'])('flags %s in two tubes of one commit once', async (who) => {
    const again = person();
    if (who === 'a known person') {
      await tablet.registerOne(site(), seal({ purpose: 'fever', members: [again] }));
    }
    const receipts = await tablet.register(site(), [seal({ members: [again] }), seal({ members: [again] })]);
    expect(receipts.map(({ memberFlags }) => memberFlags)).toEqual([
      [],
      [{ ordinal: 1, flags: ['sampled-before-in-this-round'] }],
    ]);
  });

  it('takes a single re-collection for the member who was ordered, once', async () => {
    const { db, owner, context } = database();
    const member = person();
    const pool = seal({ members: [member, person()] });
    await tablet.registerOne(site(), pool);
    const [other] = await enterTubes(owner, context, laboratory, 1);
    await owner`insert into case_file values (-77, -1, 'abnormal-tube', ${other!.tubeId}, null, '2030-01-01Z')`;
    await owner`
      insert into recollection (sweep_id, tube_id, ordinal, person_id, case_id, ordered_at)
      select -1, ${pool.id}, ordinal, person_id, -77, '2030-01-01Z' from member where tube_id = ${pool.id}`;
    const single = () => seal({ purpose: 'recollection', causeTubeId: pool.id, members: [member] });
    const [first, second] = [single(), single()];
    expect((await tablet.registerOne(site(), first)).flags).toEqual([]);
    expect((await tablet.registerOne(site(), second)).flags).toEqual(['cause-unknown']);
    const taken =
      await db`select ordinal, single_tube_id as id from recollection where single_tube_id is not null`;
    expect(taken).toEqual([{ ordinal: 1, id: first.id }]);
  });
});
