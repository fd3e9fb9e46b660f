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
import { type Registrar, registrar } from './registration.fixture.js';

describe('counts are kept as a recount would find them', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let tablet: Registrar;
  let elsewhere: Registrar;
  beforeAll(async () => {
    const { owner, context } = database();
    laboratory = await enterLaboratory(owner);
    const standing = standingClock(context);
    [tablet, elsewhere] = [registrar(standing.context), registrar(standing.context)];
  });
  const site = () => actorOf(laboratory, 'site');

  /** kept counts beside what the rows say */
  const compare = async () => {
    const [kept] = await database().db`
      select coalesce(sum(n) filter (where metric = 'registered'), 0)::int as registered,
        coalesce(sum(n) filter (where metric = 'registered-people'), 0)::int as people,
        coalesce(sum(n) filter (where metric = 'received'), 0)::int as received,
        coalesce(sum(n) filter (where metric = 'covered'), 0)::int as covered from tally_delta`;
    const [counted] = await database().db`
      with valid as (select * from tube where outcome = 'accepted' and purpose = 'screening' and state <> 'void'),
      sampled as (select m.person_id, count(distinct m.tube_id) as tubes from valid t join member m on m.tube_id = t.id group by 1)
      select (select count(*)::int from valid) as registered,
        (select sum(member_count)::int from valid) as people,
        (select count(*)::int from valid where state = 'received') as received,
        (select count(*)::int from sampled) as covered,
        (select count(*)::int from sampled s full join coverage c using (person_id)
          where s.tubes is distinct from nullif(c.tubes, 0)) as differing`;
    return { kept: { ...kept, differing: 0 }, counted };
  };

  it('while overlapping families are registered at two places in opposite order', async () => {
    const city = Array.from({ length: 120 }, () => person());
    const known = city.slice(0, 40);
    await tablet.register(
      site(),
      known.map((one) => sealTube(-1, { members: [one] })),
    );
    const family = (from: number) => Array.from({ length: 6 }, (_, index) => city[(from * 5 + index) % 120]!);
    const tubes = Array.from({ length: 60 }, (_, index) => sealTube(-1, { members: family(index) }));
    const others = Array.from({ length: 60 }, (_, index) =>
      sealTube(-1, { members: family(59 - index).reverse() }),
    );
    const receipts = await Promise.all(
      [0, 20, 40].flatMap((from) => [
        tablet.register(site(), tubes.slice(from, from + 20)),
        elsewhere.register(site(), others.slice(from, from + 20)),
      ]),
    );
    expect(receipts.flat().map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 120 }, () => 'accepted'),
    );
    expect(await database().db`select count(*)::int as n from person`).toEqual([{ n: 120 }]);
    const { kept, counted } = await compare();
    expect(counted).toEqual(kept);
    expect(counted).toMatchObject({ covered: 120, registered: 160 });
  });

  it.each([
    ['handed over', false, 'handed-over'],
    ['received', true, 'received'],
  ])(
    'and a tube that is registered after its box was %s stands where one stands that came in time',
    async (_, received, state) => {
      const { db, context } = database();
      const trio = () => [sealTube(-1), sealTube(-1), sealTube(-1)] as const;
      const [inTime, late] = [trio(), trio()];
      await tablet.register(site(), [...inTime]);
      const codes = [...inTime, ...late].map(({ code }) => code);
      const handed = await handOverBox(context, laboratory, { code: `BOX-${state}`, tubeCodes: codes });
      expect(handed.unregistered.toSorted()).toEqual(late.map(({ code }) => code).toSorted());
      if (received) {
        await receiveBox(context, laboratory, {
          code: `BOX-${state}`,
          tubeCodes: [inTime[0].code, late[0].code],
          rejected: [inTime[1], late[1]].map(({ code }) => ({ code, reason: 'leak' as const })),
        });
      }
      await tablet.register(site(), [...late]);
      const rows = await db`
        select state, box_id, laboratory_id, handed_over_at, received_at is not null as arrived, reject_reason
        from tube where code = any(${codes}) order by array_position(${codes}::text[], code)`;
      expect(rows.slice(3)).toEqual(rows.slice(0, 3));
      const states = received ? ['received', 'rejected', 'handed-over'] : [state, state, state];
      expect(rows.slice(3).map((row) => row['state'] as string)).toEqual(states);
      const { kept, counted } = await compare();
      expect(counted).toEqual(kept);
    },
  );
});
