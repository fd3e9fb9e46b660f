import { setTimeout as sleep } from 'node:timers/promises';
import { holdOffRegistration, type Transaction } from '#lis/persistence';
import { open } from '#lis/platform';
import { actorOf, enterLaboratory, person, sealTube, standingClock, useDatabase } from '#lis/testing';
import { describe, expect, it } from 'vitest';
import { registrar } from './registration.fixture.js';

describe('a person who is erased while a tube of the person is registered', () => {
  const database = useDatabase();

  it('is a new person of that tube: known, and without what was erased', async () => {
    const { owner, db, context } = database();
    const laboratory = await enterLaboratory(owner);
    const tablet = registrar(standingClock(context).context);
    const site = actorOf(laboratory, 'site');
    const who = person();
    await tablet.registerOne(site, sealTube(-1, { members: [who] }));
    const [before] = await db<{ id: number }[]>`select id from person`;
    const again = sealTube(-1, { members: [{ ...who, phone: '13800000000' }] });
    let registering: Promise<unknown> | undefined;
    // as retention erases (apps/supervisor/src/retention)
    await db.begin(async (tx: Transaction) => {
      await holdOffRegistration(tx, 'drill');
      await tx`
        update person set particulars = '', particulars_hash = '', identity_hash = int8send(id) where id = ${before!.id}`;
      registering = tablet.registerOne(site, again);
      // it has found the person by now, and waits
      await sleep(500);
      expect(await owner`select from tube where id = ${again.id}`).toHaveLength(0);
    });
    expect(await registering).toMatchObject({ outcome: 'accepted', memberFlags: [] });
    const [after] = await owner<{ id: number; key: number; sealed: Uint8Array }[]>`
      select p.id, p.data_key_id as key, p.particulars as sealed from member m join person p on p.id = m.person_id
      where m.tube_id = ${again.id}`;
    expect(after!.id).not.toBe(before!.id);
    const text = open(context.keys, 'drill', after!.key, after!.sealed, `person:${after!.id}:particulars`);
    expect(JSON.parse(text)).toMatchObject({ name: who.name, phone: '13800000000' });
    const [erased] = await owner`
      select (select count(*)::int from person_particulars) as beside, length(particulars) as bytes
      from person where id = ${before!.id}`;
    expect(erased).toEqual({ beside: 0, bytes: 0 });
  }, 30_000);
});
