import { keyedHash, open } from '#lis/platform';
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
import { type Registrar, registrar } from './registration.fixture.js';

type Row = { id: number; hash: Uint8Array; sealed: Uint8Array; key: number };

describe('identities', () => {
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
  const peopleOf = (tubeId: string) => database().db<Row[]>`
    select p.id, p.identity_hash as hash, p.particulars as sealed, p.data_key_id as key
    from member m join person p on p.id = m.person_id where m.tube_id = ${tubeId} order by m.ordinal`;

  it('are ciphertext bound to their row: moved to another row they do not open', async () => {
    const { context } = database();
    const [one, two] = [person(), person()];
    const tube = sealTube(-1, { members: [one, two] });
    await tablet.registerOne(actorOf(drill, 'site'), tube);
    const [a, b] = await peopleOf(tube.id);
    const bound = (row: Row) => `person:${row.id}:particulars`;
    const text = open(context.keys, 'drill', a!.key, a!.sealed, bound(a!));
    expect(JSON.parse(text)).toMatchObject({ number: one.identity.number, name: one.name, phone: one.phone });
    expect(() => open(context.keys, 'drill', a!.key, a!.sealed, bound(b!))).toThrow();
    expect(() => open(context.keys, 'drill', a!.key, a!.sealed, `person:${a!.id}:identity`)).toThrow();
    expect(() => open(context.keys, 'real', a!.key, a!.sealed, bound(a!))).toThrow();
  });

  it('leave no readable trace in any table', async () => {
    const { owner } = database();
    const someone = person(undefined, { name: 'UNMISTAKABLE', phone: '13912345678' });
    const tube = sealTube(-1, { code: 'ODD', members: [someone] });
    const site = actorOf(drill, 'site');
    await tablet.registerOne(site, tube);
    await tablet.registerOne(site, sealTube(-1, { members: [{ ...someone, phone: '13912345679' }] }));
    await tablet.register(site, [{ ...tube, bodyHash: 'x' }]);
    const tables = await owner<{ name: string }[]>`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r'`;
    expect(tables.length).toBeGreaterThan(40);
    for (const { name } of tables) {
      const rows = await owner<
        { row: Record<string, unknown> }[]
      >`select to_jsonb(t) as row from ${owner(name)} t`;
      const text = rows.map(({ row }) => JSON.stringify(row)).join('\n');
      for (const secret of ['UNMISTAKABLE', '139123456', someone.identity.number]) {
        expect(text.includes(secret), `${secret} in ${name}`).toBe(false);
        expect(text.includes(Buffer.from(secret).toString('hex')), `${secret} in ${name}`).toBe(false);
      }
    }
  });

  it('are found by their keyed hash, however they are typed, without writing them again', async () => {
    const { db, context } = database();
    const someone = person();
    const { number } = someone.identity;
    const spelled = `  ${number.slice(0, 6)}-${number.slice(6)} `;
    const first = sealTube(-1, { members: [someone] });
    const second = sealTube(-1, {
      members: [{ ...someone, identity: { type: 'mainland-id', number: spelled } }],
    });
    await tablet.registerOne(actorOf(drill, 'site'), first);
    await tablet.registerOne(actorOf(drill, 'site'), second);
    const [[a], [b]] = [await peopleOf(first.id), await peopleOf(second.id)];
    expect(b?.id).toBe(a?.id);
    const hash = keyedHash(context.keys, 'drill', `identity\ncn:${number}`);
    expect(Buffer.from(a!.hash).toString('hex')).toBe(hash);
    expect(await db`select 1 from person where identity_hash = decode(${hash}, 'hex')`).toHaveLength(1);
  });

  it('never meet between real and drill, although they are the same', async () => {
    const { db } = database();
    const someone = person();
    const [played, serious] = [sealTube(-1, { members: [someone] }), sealTube(1, { members: [someone] })];
    await tablet.registerOne(actorOf(drill, 'site'), played);
    const receipt = await tablet.registerOne(actorOf(real, 'site'), serious);
    expect(receipt.memberFlags).toEqual([]);
    const [[a], [b]] = [await peopleOf(played.id), await peopleOf(serious.id)];
    expect([a!.id < 0, b!.id > 0]).toEqual([true, true]);
    expect(Buffer.from(a!.hash).equals(Buffer.from(b!.hash))).toBe(false);
    const covered =
      await db`select sweep_id as sweep, tubes from coverage where person_id in (${a!.id}, ${b!.id}) order by 1`;
    expect(covered).toEqual([
      { sweep: -1, tubes: 1 },
      { sweep: 1, tubes: 1 },
    ]);
  });

  it('are of two persons when nobody can be told from them', async () => {
    const nameless = { type: 'guardian' as const, number: '' };
    const tube = sealTube(-1, {
      members: [person(undefined, { identity: nameless }), person(undefined, { identity: nameless })],
    });
    const receipt = await tablet.registerOne(actorOf(drill, 'site'), tube);
    expect(receipt).toMatchObject({ outcome: 'accepted', flags: ['site-unknown'] });
    const [a, b] = await peopleOf(tube.id);
    expect(a!.id).not.toBe(b!.id);
  });

  it('of a tablet of one realm are refused in a sweep of the other', async () => {
    const { db } = database();
    const tube = sealTube(1);
    const receipt = await tablet.registerOne(actorOf(drill, 'site'), tube);
    expect(receipt).toMatchObject({ outcome: 'refused', code: 'realm-mixed' });
    expect(await db`select 1 from tube_code where tube_id = ${tube.id}`).toHaveLength(0);
  });
});
