import {
  actorOf,
  enterCalls,
  enterLaboratory,
  type Laboratory,
  person,
  sealTube,
  standingClock,
  useDatabase,
} from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { lookUp } from '../lookup/look-up.js';
import { type Registrar, registrar } from './registration.fixture.js';

describe('two tubes under one code', () => {
  const database = useDatabase();
  let drill: Laboratory;
  let real: Laboratory;
  let tablet: Registrar;
  beforeAll(async () => {
    const { owner, context } = database();
    drill = await enterLaboratory(owner, 'drill');
    real = await enterLaboratory(owner, 'real');
    tablet = registrar(standingClock(context).context);
  });
  const site = () => actorOf(drill, 'site');
  const stored = async (id: string) => {
    const [row] = await database().db`
      select outcome, state, held, (select count(*)::int from member where tube_id = t.id) as members
      from tube t where id = ${id}`;
    return row;
  };

  it('are both stored; the second is quarantined, the first held, and a person is asked', async () => {
    const { db } = database();
    const holder = sealTube(-1);
    await tablet.registerOne(site(), holder);
    const other = sealTube(-1, { code: ` ${holder.code.toLowerCase()}` });
    expect(await tablet.registerOne(site(), other)).toMatchObject({ outcome: 'conflict', tubeId: other.id });
    expect(await stored(holder.id)).toEqual({
      outcome: 'accepted',
      state: 'sealed',
      held: true,
      members: 10,
    });
    expect(await stored(other.id)).toEqual({
      outcome: 'conflict',
      state: 'quarantined',
      held: true,
      members: 10,
    });
    const asked = await db`select subject, detail from attention where code = 'tube-conflict'`;
    expect(asked).toContainEqual({ subject: `tube:${other.id}`, detail: { code: holder.code } });
    expect(await tablet.registerOne(site(), other)).toMatchObject({ outcome: 'replayed', first: 'conflict' });
    expect(await tablet.registerOne(site(), holder)).toMatchObject({
      outcome: 'replayed',
      first: 'accepted',
    });
  });

  it('of one commit are as much in conflict as of two', async () => {
    const [one, two] = [sealTube(-1), sealTube(-1)];
    const receipts = await tablet.register(site(), [one, sealTube(-1, { ...two, code: one.code })]);
    expect(receipts.map(({ outcome }) => outcome)).toEqual(['accepted', 'conflict']);
    expect(await stored(one.id)).toMatchObject({ held: true });
  });

  it('cover nobody by the second', async () => {
    const { db } = database();
    const holder = sealTube(-1, { members: [person()] });
    await tablet.registerOne(site(), holder);
    const counted = async () =>
      (await db`select coalesce(sum(n), 0)::int as n from tally_delta where sweep_id = -1`)[0];
    const before = await counted();
    const other = sealTube(-1, { code: holder.code });
    await tablet.registerOne(site(), other);
    expect(await counted()).toEqual(before);
    const covered = await db`
      select 1 from member m join coverage c on c.person_id = m.person_id where m.tube_id = ${other.id}`;
    expect(covered).toHaveLength(0);
  });

  it.each(['plated', 'resulted', 'released'])(
    'hold the first at once when it is %s already, and nobody in either is told negative',
    async (state) => {
      const { owner, context } = database();
      const [mine, theirs] = [person(), person()];
      const holder = sealTube(-1, { members: [mine] });
      await tablet.registerOne(site(), holder);
      const call = { tubeId: holder.id, code: holder.code, call: 'negative' as const };
      const { runId } = await enterCalls(owner, drill, [call]);
      if (state !== 'plated') {
        const at = state === 'released' ? '2030-01-01T06:30Z' : null;
        await owner`
          insert into tube_result values (-1, ${holder.id}, 1, 'negative', ${runId}, 'W1', 'r',
            ${at ? 'released' : 'held'}, '{}', '2030-01-01T06:00Z', ${at}, ${at && 'x'})`;
        await owner`update tube set state = ${state} where id = ${holder.id}`;
      }
      const ask = (who: typeof mine) => lookUp(context, 'drill', who.identity);
      expect((await ask(mine)).status).toBe(state === 'released' ? 'negative' : 'in-progress');
      await tablet.registerOne(site(), sealTube(-1, { code: holder.code, members: [theirs] }));
      expect(await stored(holder.id)).toMatchObject({ state, held: true });
      expect((await ask(mine)).status).toBe('under-review');
      expect((await ask(theirs)).status).toBe('under-review');
    },
  );

  it('hold nothing real when the second is of a drill', async () => {
    const serious = sealTube(1);
    await tablet.registerOne(actorOf(real, 'site'), serious);
    const played = sealTube(-1, { code: serious.code });
    expect((await tablet.registerOne(site(), played)).outcome).toBe('conflict');
    expect(await stored(serious.id)).toMatchObject({ state: 'sealed', held: false });
  });
});
