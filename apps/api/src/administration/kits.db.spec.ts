import { demoKit } from '#lis/domain';
import { Rejection } from '#lis/platform';
import { actorOf, enterLaboratory, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { layOutPlate } from '../plating/lay-out-plate.js';
import { KitsController } from './kits.controller.js';

const refusal = async (work: () => unknown) => {
  try {
    await work();
    return 'served';
  } catch (error) {
    return error instanceof Rejection ? `${error.status} ${error.code}` : error;
  }
};

describe('a kit’s version', () => {
  const database = useDatabase();
  let drill: Laboratory;
  let real: Laboratory;
  let desk: KitsController;
  beforeAll(async () => {
    const { owner } = database();
    drill = await enterLaboratory(owner);
    real = await enterLaboratory(owner, 'real');
    await owner`
      insert into actor (id, kind, role, name) select a, 'staff', 'administrator', 'a' from unnest('{-7,-8,7,8}'::int[]) a
      on conflict do nothing`;
    desk = new KitsController(database().context);
  });
  const first = () => actorOf(drill, 'administrator', { id: -7 });
  const second = () => actorOf(drill, 'administrator', { id: -8 });
  const version = (number: number, given: object = {}) => ({ ...demoKit, version: number, ...given });
  const propose = (number: number, given: object = {}, by = first()) =>
    desk.propose(by, { definition: version(number, given) });
  const confirm = (number: number, by = second()) => desk.confirm(by, { id: demoKit.id, version: number });
  /** `tubes-not-free` is behind the kit: such a plate's kit may be used. */
  const plate = (number: number, laboratory: Laboratory) =>
    refusal(() =>
      layOutPlate(database().context, actorOf(laboratory, 'technician'), {
        id: `00000000-0000-7000-8000-${Math.random().toString().slice(2, 14).padEnd(12, '0')}`,
        barcode: `P${Math.random()}`.slice(0, 12),
        sweepId: laboratory.sweepId,
        kit: { id: demoKit.id, version: number },
        tubeCodes: ['NOWHERE'],
      }),
    );

  it('is used on no plate before a second administrator has confirmed it', async () => {
    expect(await propose(1)).toEqual({ id: demoKit.id, version: 1, state: 'proposed' });
    expect(await plate(1, drill)).toBe('404 kit-or-sweep-unknown');
    expect(await refusal(() => confirm(1, first()))).toBe('403 kit-proposed-by-you');
    expect(await plate(1, drill)).toBe('404 kit-or-sweep-unknown');
    const { proposals } = await desk.proposals(second());
    expect(proposals).toMatchObject([{ id: demoKit.id, version: 1, definition: version(1), proposedBy: -7 }]);
    expect(await confirm(1)).toEqual({ id: demoKit.id, version: 1, state: 'confirmed' });
    expect(await plate(1, drill)).toBe('409 tubes-not-free');
    expect(await confirm(1)).toMatchObject({ state: 'confirmed' });
    expect(await propose(1)).toMatchObject({ state: 'confirmed' });
    expect((await desk.proposals(second())).proposals).toEqual([]);
    const told = await database().db`
      select action, actor from audit where subject = ${`kit:${demoKit.id}@1`} order by id limit 2`;
    expect([...told]).toEqual([
      { action: 'kit-proposed', actor: 'staff:-7' },
      { action: 'kit-confirmed', actor: 'staff:-8' },
    ]);
  });

  it('is never changed, neither proposed nor confirmed', async () => {
    await propose(2);
    expect(await refusal(() => propose(2, { name: 'other' }))).toBe('409 kit-version-differs');
    expect(await refusal(() => propose(1, { name: 'other' }))).toBe('409 kit-version-differs');
    expect(await refusal(() => confirm(9))).toBe('404 kit-unknown');
    expect(await refusal(() => propose(3, { targets: [] }))).toBe('400 malformed');
    const { db } = database();
    await expect(db`update kit set definition = '{}'`).rejects.toThrow('permission denied');
    await expect(db`update kit_proposal set definition = '{}'`).rejects.toThrow('permission denied');
    await expect(
      db`update kit_proposal set confirmed_by = proposed_by, confirmed_at = proposed_at`,
    ).rejects.toThrow('kit_proposal');
  });

  it('is proposed beside the version before it, which two people of the same realm confirmed', async () => {
    await propose(5);
    await propose(7, { name: 'seven' });
    const of = async (by: ReturnType<typeof first>, number: number) =>
      (await desk.proposals(by)).proposals.find(({ version: one }) => one === number);
    // 2 waits: only 1 may be used
    expect(await of(second(), 5)).toMatchObject({ before: { version: 1 }, proposedByName: 'a' });
    await confirm(5);
    expect(await of(second(), 7)).toMatchObject({ before: { version: 5, definition: version(5) } });
    await propose(7, { name: 'seven' }, actorOf(real, 'administrator', { id: 7 }));
    expect(await of(actorOf(real, 'administrator', { id: 8 }), 7)).toMatchObject({ before: null });
    expect((await desk.confirmed(first())).kits.map((kit) => kit.version)).toEqual([5, 1]);
    expect((await desk.confirmed(actorOf(real, 'administrator', { id: 8 }))).kits).toEqual([]);
  });

  it('is confirmed in its own realm, and used in that one only', async () => {
    await propose(4);
    const others = () => actorOf(real, 'administrator', { id: 8 });
    expect(await refusal(() => confirm(4, others()))).toBe('404 kit-unknown');
    await confirm(4);
    expect(await plate(4, real)).toBe('404 kit-or-sweep-unknown');
    expect(await refusal(() => propose(4, { name: 'other' }, others()))).toBe('409 kit-version-differs');
    await propose(4, {}, actorOf(real, 'administrator', { id: 7 }));
    await confirm(4, others());
    expect(await plate(4, real)).toBe('409 tubes-not-free');
  });
});
