import { keyedHash, open } from '#lis/platform';
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

describe('one bad line never fails its neighbours', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let tablet: Registrar;
  beforeAll(async () => {
    const { owner, context } = database();
    laboratory = await enterLaboratory(owner);
    tablet = registrar(standingClock(context).context);
  });
  const site = () => actorOf(laboratory, 'site');

  it('accepts every neighbour of lines that cannot be read, each with its own answer', async () => {
    const { db } = database();
    const again = person();
    const good = [
      sealTube(-1),
      sealTube(-1, { members: [again] }),
      sealTube(-1, { members: [again] }),
      sealTube(-1, {
        members: [person(undefined, { name: 'tab\t "quote" \\ back, {brace}\n', household: 'a\tb\\' })],
      }),
    ];
    const bad: [unknown, string, string][] = [
      [sealTube(-1, { members: [person(undefined, { name: 'a\0b' })] }), 'unreadable', 'members.0.name'],
      [sealTube(-1, { members: [person(undefined, { name: 'a\ud800' })] }), 'unreadable', 'members.0.name'],
      [sealTube(-1, { code: 'A\0' }), 'unreadable', 'code'],
      [sealTube(-1, { sealedAt: '+275760-09-13T00:00:00Z' }), 'unreadable', 'sealedAt'],
      [sealTube(-1, { sealedAt: '0001-01-01T00:00:00Z' }), 'unreadable', 'sealedAt'],
      [sealTube(-1, { sealedAt: '2030-02-30T00:00:00Z' }), 'unreadable', 'sealedAt'],
      [sealTube(-1, { members: [] }), 'unreadable', 'members'],
      [sealTube(-99), 'sweep-unknown', ''],
      [sealTube(1), 'realm-mixed', 'sweepId'],
      [{ ...sealTube(-1), bodyHash: '0'.repeat(64) }, 'body-hash-differs', 'bodyHash'],
      [{ ...sealTube(-1), extra: 1 }, 'unreadable', ''],
      [{ ...sealTube(-1), id: '11111111-1111-4111-8111-111111111111' }, 'unreadable', 'id'],
      [null, 'unreadable', ''],
      ['text', 'unreadable', ''],
    ];
    const lines = [
      good[0],
      ...bad.slice(0, 5).map(([line]) => line),
      good[1],
      good[2],
      ...bad.slice(5).map(([line]) => line),
      good[3],
    ];
    const receipts = await tablet.register(site(), lines);
    expect(receipts.map(({ line }) => line)).toEqual(lines.map((_, index) => index));
    const accepted = receipts.filter(({ outcome }) => outcome === 'accepted');
    expect(accepted.map(({ tubeId }) => tubeId)).toEqual(good.map(({ id }) => id));
    const refused = receipts.filter(({ outcome }) => outcome === 'refused');
    expect(refused.map(({ code, field }) => [code, field ?? ''])).toEqual(
      bad.map(([, code, field]) => [code, field]),
    );
    const [stored] = await db<{ household: string }[]>`
      select encode(household, 'hex') as household from member where tube_id = ${good[3]!.id}`;
    expect(stored?.household).toBe(keyedHash(database().context.keys, 'drill', 'household\na\tb\\'));
  });

  it('keeps the bytes of what it refused as ciphertext that opens', async () => {
    const { db, context } = database();
    const line = { ...sealTube(-1), members: [{ name: 'Zhang \ud800 \0' }] };
    const [receipt] = await tablet.register(site(), [line]);
    expect(receipt).toMatchObject({ outcome: 'refused', tubeId: line.id });
    const [kept] = await db<{ body: Uint8Array; key: number; actor: number; code: string }[]>`
      select body, data_key_id as key, actor_id as actor, code from refused_submission where tube_id = ${line.id}`;
    expect(kept).toMatchObject({ actor: -1000, code: 'unreadable' });
    expect(Buffer.from(kept!.body).includes('Zhang')).toBe(false);
    const opened = open(context.keys, 'drill', kept!.key, kept!.body, `refused_submission:${-1000}`);
    expect(JSON.parse(opened)).toEqual(line);
  });

  it.each(['tube', 'member', 'person'])(
    'answers a line that the table %s refuses by name, and accepts the others',
    async (table) => {
      const { db, owner } = database();
      const good = Array.from({ length: 9 }, () => sealTube(-1, { members: people(2) }));
      const poison = sealTube(-1, {
        members: [person(), person(undefined, { category: `poison-${table}` })],
      });
      const broken = {
        tube: `alter table tube add constraint poison check (id <> '${poison.id}')`,
        member: `alter table member add constraint poison check (category <> 'poison-member')`,
        person: `create function refuse() returns trigger language plpgsql as $$ begin
          if (select count(*) from tube_code where tube_id = '${poison.id}') > 0 then raise exception 'no'; end if;
          return new; end $$; create trigger poison before insert on person for each row execute function refuse()`,
      }[table];
      await owner.unsafe(broken ?? '');
      try {
        const receipts = await tablet.register(site(), [...good.slice(0, 4), poison, ...good.slice(4)]);
        expect(receipts.map(({ outcome, code }) => code ?? outcome)).toEqual([
          ...Array.from({ length: 4 }, () => 'accepted'),
          'not-storable',
          ...Array.from({ length: 5 }, () => 'accepted'),
        ]);
        const ids = [...good, poison].map(({ id }) => id);
        const stored = await db`select id from tube where id = any(${ids}::uuid[])`;
        expect(new Set(stored.map(({ id }) => String(id)))).toEqual(new Set(good.map(({ id }) => id)));
        expect(await db`select 1 from tube_code where tube_id = ${poison.id}`).toHaveLength(0);
        expect(await db`select 1 from refused_submission where tube_id = ${poison.id}`).toHaveLength(1);
      } finally {
        await owner.unsafe(
          table === 'person'
            ? 'drop trigger poison on person; drop function refuse'
            : `alter table ${table} drop constraint poison`,
        );
      }
      // nothing of the failed line is left that would stand in its way later
      expect((await tablet.registerOne(site(), poison)).outcome).toBe('accepted');
    },
  );
});
