import { Rejection } from '#lis/platform';
import {
  actorOf,
  enterLaboratory,
  type Laboratory,
  person,
  sealTube,
  standingClock,
  useDatabase,
} from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { handOverBox, receiveBox } from '../custody/boxes.fixture.js';
import { type Registrar, registrar } from '../registration/registration.fixture.js';
import { decideConflict } from './decide-conflict.js';

describe('deciding which of two tubes a code is of', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let next: Laboratory;
  let tablet: Registrar;
  beforeAll(async () => {
    const { owner, context } = database();
    laboratory = await enterLaboratory(owner);
    next = await enterLaboratory(owner, 'drill', 2);
    tablet = registrar(standingClock(context).context);
  });
  const verifier = () => actorOf(laboratory, 'verifier');
  const conflict = async (sweepId = -1) => {
    const site = actorOf(laboratory, 'site');
    const holder = sealTube(-1, { members: [person(), person()] });
    await tablet.registerOne(site, holder);
    const other = sealTube(sweepId, { code: holder.code, members: [person(), person(), person()] });
    await tablet.registerOne(sweepId === -1 ? site : actorOf(next, 'site'), other);
    return { holder, other, code: holder.code };
  };
  const decide = (code: string, tubeId: string | null, sweepId = -1, actor = verifier()) =>
    decideConflict(database().context, actor, { sweepId, code, tubeId, reason: 'read again' });
  const state = async ({ id }: { id: string }) => {
    const [row] = await database().db`select state, held, outcome from tube where id = ${id}`;
    return row;
  };
  const covered = async ({ id }: { id: string }) =>
    (
      await database().db`
      select 1 from member m join coverage c on c.sweep_id = m.sweep_id and c.person_id = m.person_id and c.tubes > 0
      where m.tube_id = ${id}`
    ).length;
  const counts = async (sweepId = -1) => {
    const rows = await database().db<{ metric: string; n: number }[]>`
      select metric, sum(n)::bigint as n from tally_delta
      where sweep_id = ${sweepId} and metric in ('covered', 'registered', 'registered-people') group by 1`;
    return Object.fromEntries(rows.map(({ metric, n }) => [metric, n]));
  };
  const void_ = { state: 'void', held: true };

  it('frees the first when it is in the hand, and voids the other', async () => {
    const { holder, other, code } = await conflict();
    const before = await counts();
    expect(await decide(code, holder.id)).toEqual({ decided: true });
    // what was scanned as a code may be a person's document: the audit has ids only (law 8)
    const audited = await database().db`
      select subject, detail::text like ${`%${code}%`} as told from audit where action = 'conflict-decided'`;
    expect(audited).toEqual([{ subject: `tube:${holder.id}`, told: false }]);
    expect([await state(holder), await state(other)]).toMatchObject([
      { state: 'sealed', held: false, outcome: 'accepted' },
      void_,
    ]);
    expect([await covered(holder), await covered(other)]).toEqual([2, 0]);
    expect(await counts()).toEqual(before);
    const open = await database().db`
      select 1 from attention where subject = ${`tube:${other.id}`} and code = 'tube-conflict' and closed_at is null`;
    expect(open).toHaveLength(0);
  });

  it('gives the code to the other when that is in the hand; coverage follows', async () => {
    const { holder, other, code } = await conflict();
    const before = await counts();
    await decide(code, other.id);
    expect([await state(holder), await state(other)]).toMatchObject([
      void_,
      { state: 'sealed', held: false, outcome: 'accepted' },
    ]);
    expect([await covered(holder), await covered(other)]).toEqual([0, 3]);
    expect(await counts()).toEqual({
      covered: before['covered']! + 1,
      registered: before['registered'],
      'registered-people': before['registered-people']! + 1,
    });
    const [entry] = await database().db`select tube_id as id from tube_code where code = ${code}`;
    expect(entry).toEqual({ id: other.id });
    const site = actorOf(laboratory, 'site');
    expect((await tablet.register(site, [holder, other])).map(({ outcome }) => outcome)).toEqual([
      'replayed',
      'replayed',
    ]);
  });

  it.each([false, true])('lets the chosen one take its place in the box (received: %s)', async (received) => {
    const { context } = database();
    const { other, code } = await conflict();
    const box = { code: `BOX-${received}`, tubeCodes: [code] };
    await handOverBox(context, laboratory, box);
    if (received) await receiveBox(context, laboratory, box);
    await decide(code, other.id);
    expect(await state(other)).toMatchObject({ state: received ? 'received' : 'handed-over', held: false });
  });

  it.each(['plated', 'resulted', 'released'])(
    'keeps a %s tube held when another is in the hand, and asks for a correction',
    async (stage) => {
      const { db, owner } = database();
      const { holder, other, code } = await conflict();
      await owner`update tube set state = ${stage} where id = ${holder.id}`;
      await decide(code, other.id);
      expect(await state(holder)).toMatchObject({ state: stage, held: true });
      expect(await state(other)).toMatchObject({ held: false, outcome: 'accepted' });
      const asked = await db`
        select code from attention where subject = ${`tube:${holder.id}`} and code <> 'tube-flagged' and closed_at is null`;
      expect(asked).toEqual([{ code: 'result-under-wrong-tube' }]);
    },
  );

  it('voids both when neither is known', async () => {
    const { holder, other, code } = await conflict();
    await decide(code, null);
    expect([await state(holder), await state(other)]).toMatchObject([void_, void_]);
    expect([await covered(holder), await covered(other)]).toEqual([0, 0]);
  });

  it('decides over a label that came back in the next sweep', async () => {
    const { holder, other, code } = await conflict(-2);
    await decide(code, other.id, -2);
    expect([await state(holder), await state(other)]).toMatchObject([
      void_,
      { state: 'sealed', held: false },
    ]);
    expect([await covered(holder), await covered(other)]).toEqual([0, 3]);
  });

  it('is done once, within one realm, and about the tubes of the conflict', async () => {
    const { holder, other, code } = await conflict();
    const refusal = (work: Promise<unknown>) =>
      work.then(
        () => 'served',
        (error: unknown) => (error instanceof Rejection ? `${error.status} ${error.code}` : error),
      );
    expect(await refusal(decide(code, '01900000-0000-7000-8000-000000000000'))).toBe(
      '404 tube-not-of-this-conflict',
    );
    expect(await refusal(decide('NOWHERE', holder.id))).toBe('404 conflict-unknown');
    expect(await refusal(decide(code, holder.id, -1, { ...verifier(), id: 7, realm: 'real' }))).toBe(
      '404 sweep-unknown',
    );
    const twice = await Promise.all([refusal(decide(code, holder.id)), refusal(decide(code, other.id))]);
    expect(twice.sort()).toEqual(['404 conflict-unknown', 'served']);
  });
});
