import { profileOf } from '#lis/hl7';
import { Rejection } from '#lis/platform';
import { actorOf, enterLaboratory, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SenderProfilesController } from '../administration/sender-profiles.controller.js';
import { MessagesController } from './messages.controller.js';

const refusal = async (work: () => unknown) => {
  try {
    await work();
    return 'served';
  } catch (error) {
    return error instanceof Rejection ? `${error.status} ${error.code}` : error;
  }
};

describe('messages and profiles', { timeout: 60_000 }, () => {
  const database = useDatabase();
  let one: Laboratory;
  let two: Laboratory;
  let real: Laboratory;
  let desk: MessagesController;
  let profiles: SenderProfilesController;
  beforeAll(async () => {
    const { owner, context } = database();
    one = await enterLaboratory(owner);
    two = await enterLaboratory(owner, 'drill', 2);
    real = await enterLaboratory(owner, 'real');
    await owner`insert into actor (id, kind, role, name) values (-7, 'staff', 'administrator', 'a'), (7, 'staff', 'administrator', 'a')`;
    desk = new MessagesController(context);
    profiles = new SenderProfilesController(context);
  });
  beforeEach(() => database().owner`truncate instrument_message, outbox, audit`);
  const administrator = (laboratory = one) => actorOf(laboratory, 'administrator');
  const technician = (laboratory = one) => actorOf(laboratory, 'technician');
  const text =
    'MSH|^~\\&|A|B|||2030||ORU^R01|1|P|2.5.1\rPID|1||P9||Zhang^San\rOBX|1|NM|FAM||28||||||F|||||OP1^Li^Na';
  const put = async (
    instrumentId: number | null,
    state: string,
    reason: string | null = null,
    body = text,
  ) => {
    const [row] = await database().db<{ id: number }[]>`
      insert into instrument_message (instrument_id, connection, key_hash, body_hash, control_id, body, answer, state, reason, received_at)
      values (${instrumentId}, 'c', gen_random_uuid(), gen_random_uuid(), '1', convert_to(${body}, 'UTF8'), '', ${state}, ${reason}, '2030-01-01Z')
      returning id`;
    return row?.id ?? 0;
  };
  const list = async (actor: ReturnType<typeof technician>, query = {}) =>
    desk.list(actor, { limit: 100, ...query });
  const ids = async (actor: ReturnType<typeof technician>, query = {}) =>
    (await list(actor, query)).messages.map(({ id }) => id);

  it('are seen by the laboratory of their instrument and by administrators of their realm', async () => {
    const own = await put(one.instrumentId, 'parked', 'not-results');
    const others = await put(two.instrumentId, 'interpreted');
    const strange = await put(null, 'refused', 'unknown-sender', 'GET /');
    const realOne = await put(real.instrumentId, 'parked', 'not-results');
    expect(await ids(technician())).toEqual([own]);
    expect(await ids(technician(two))).toEqual([others]);
    expect(await ids(administrator())).toEqual([others, own]);
    expect(await ids(administrator(real))).toEqual([realOne, strange]);
    expect(await ids(administrator(), { state: 'parked' })).toEqual([own]);
    expect(await ids(administrator(), { instrumentId: two.instrumentId })).toEqual([others]);
    expect(await ids(administrator(), { olderThanMinutes: 5_000_000 })).toEqual([]);
    for (const hidden of [others, strange, realOne])
      expect(await refusal(() => desk.one(technician(), { id: hidden }))).toBe('404 message-unknown');
    for (const hidden of [others, realOne])
      expect(await refusal(() => desk.replay(technician(), { messageId: hidden }))).toBe(
        '404 message-unknown',
      );
    expect(await desk.replay(technician(), { parkedOf: real.instrumentId })).toEqual({
      replayed: 0,
      more: false,
    });
  });

  it('come in pages', async () => {
    const all: number[] = [];
    for (let i = 0; i < 5; i++) all.unshift(await put(one.instrumentId, 'parked'));
    const first = await list(technician(), { limit: 2 });
    expect(first.messages.map(({ id }) => id)).toEqual(all.slice(0, 2));
    const second = await list(technician(), { limit: 2, before: first.next });
    const third = await list(technician(), { limit: 2, before: second.next });
    expect(second.messages.concat(third.messages).map(({ id }) => id)).toEqual(all.slice(2));
    expect(third.next).toBeNull();
  });

  it('show codes and no names', async () => {
    const seen = await desk.one(technician(), { id: await put(one.instrumentId, 'parked', 'not-results') });
    expect(seen.lines).toEqual([
      'MSH|^~\\&|A|B|||2030||ORU^R01|1|P|2.5.1',
      'PID|1||***||***',
      'OBX|1|NM|FAM||28||||||F|||||***',
    ]);
    expect(JSON.stringify(seen)).not.toMatch(/Zhang|Li\^Na/);
    expect(seen).toMatchObject({ reason: 'not-results', readings: [], bytes: text.length });
    const junk = await desk.one(administrator(real), {
      id: await put(null, 'refused', 'not-hl7', 'Zhang San'),
    });
    expect(junk.lines).toBeNull();
  });

  it('go through interpretation again, audited; what was never accepted does not', async () => {
    const first = await put(one.instrumentId, 'parked', 'targets-unknown');
    const second = await put(one.instrumentId, 'parked', 'not-results');
    const reused = await put(one.instrumentId, 'parked', 'message-key-reused');
    const others = await put(two.instrumentId, 'parked');
    expect(await desk.replay(technician(), { messageId: first })).toEqual({ replayed: 1, more: false });
    expect(await refusal(() => desk.replay(technician(), { messageId: first }))).toBe(
      '409 message-not-replayable',
    );
    expect(await refusal(() => desk.replay(technician(), { messageId: reused }))).toBe(
      '409 message-not-replayable',
    );
    expect(await desk.replay(administrator(), { parkedOf: one.instrumentId })).toEqual({
      replayed: 1,
      more: false,
    });
    const states = await database().db<
      { id: number; state: string }[]
    >`select id, state from instrument_message order by id`;
    expect(states.map(({ id, state }) => [id, state])).toEqual([
      [first, 'stored'],
      [second, 'stored'],
      [reused, 'parked'],
      [others, 'parked'],
    ]);
    const jobs = await database().db`select payload -> 'messageIds' as ids, sweep_id from outbox order by id`;
    expect([...jobs]).toEqual([
      { ids: [String(first)], sweep_id: -1 },
      { ids: [String(second)], sweep_id: -1 },
    ]);
    const audit = await database().db`select action, actor from audit order by id`;
    expect([...audit]).toEqual([
      { action: 'messages-replayed', actor: `staff:${technician().id}` },
      { action: 'messages-replayed', actor: 'staff:-7' },
    ]);
  });

  it('profiles: a version follows the last and is never changed; realms have their own', async () => {
    const law = profileOf('ihe-law');
    const version = (number: number, given: object = {}) =>
      profiles.enter(administrator(), { definition: { ...law, version: number, ...given } as never });
    expect(await refusal(() => version(1))).toBe('409 profile-version-gap');
    expect(await refusal(() => version(3))).toBe('409 profile-version-gap');
    expect(await version(2)).toEqual({ profile: 'ihe-law@2', outcome: 'entered' });
    expect(await version(2)).toEqual({ profile: 'ihe-law@2', outcome: 'replayed' });
    expect(await refusal(() => version(2, { name: 'other' }))).toBe('409 profile-version-differs');
    await expect(database().db`update sender_profile set definition = '{}'`).rejects.toThrow(
      'permission denied',
    );
    const assign = (laboratory: Laboratory, by = administrator()) =>
      refusal(() =>
        profiles.assign(by, {
          instrumentId: laboratory.instrumentId,
          profile: { id: 'ihe-law', version: 2 },
          localPort: null,
        }),
      );
    expect(await assign(real)).toBe('404 instrument-unknown');
    expect(await assign(real, administrator(real))).toBe('404 profile-unknown');
    expect(await assign(one)).toBe('served');
    const { profiles: known } = await profiles.list(administrator());
    expect(
      known.find(({ definition }) => definition.id === 'ihe-law' && definition.version === 2),
    ).toMatchObject({
      builtIn: false,
      enteredBy: -7,
      instruments: [one.instrumentId],
    });
  });

  it('profiles: two instruments that nothing tells apart are refused at entry', async () => {
    const assign = (laboratory: Laboratory, id: string, localPort: number | null) =>
      refusal(() =>
        profiles.assign(administrator(), {
          instrumentId: laboratory.instrumentId,
          profile: { id, version: 1 },
          localPort,
        }),
      );
    expect(await assign(one, 'qry-q02', null)).toBe('served');
    expect(await assign(two, 'qry-q02', null)).toBe('409 connection-ambiguous');
    expect(await assign(two, 'qry-q02', 2576)).toBe('409 connection-ambiguous');
    expect(await assign(one, 'qry-q02', 2575)).toBe('served');
    expect(await assign(two, 'qry-q02', 2576)).toBe('served');
    expect(await assign(one, 'generic', null)).toBe('served');
    await database()
      .owner`update instrument set sending_application = '', sending_facility = '' where id = ${two.instrumentId}`;
    await database()
      .owner`update instrument set sending_application = '', sending_facility = '' where id = ${one.instrumentId}`;
    expect(await assign(one, 'generic', null)).toBe('409 names-ambiguous');
    expect(await assign(two, 'generic', null)).toBe('409 names-ambiguous');
  });
});
