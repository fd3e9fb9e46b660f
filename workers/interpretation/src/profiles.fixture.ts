import { demoKit } from '#lis/domain';
import { profileOf, type SenderProfile } from '#lis/hl7';
import { consumeOutbox } from '#lis/platform';
import { enterLaboratory, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, beforeEach, expect } from 'vitest';
import { interpretMessages } from './interpret-messages.js';
import { store } from './plate.fixture.js';

const kits = {
  cartridge: {
    ...demoKit,
    id: 'cartridge',
    internalControls: true,
    controls: [],
    targets: demoKit.targets.map((target) => (target.name === 'ORF1AB' ? { ...target, name: 'E' } : target)),
  },
  calls: { ...demoKit, id: 'calls', internalControls: true, callsWithoutCt: true, controls: [] },
  strict: { ...demoKit, id: 'strict', internalControls: true, controls: [] },
};

/** An instrument whose profile each spec chooses, and what becomes of the messages that it sends. */
export function profilesBench() {
  const database = useDatabase();
  let laboratory: Laboratory;
  let drawn = 1;
  beforeAll(async () => {
    laboratory = await enterLaboratory(database().owner);
    for (const kit of Object.values(kits))
      await database().owner`insert into kit values (${kit.id}, 1, ${JSON.stringify(kit)}::text::jsonb)`;
  });
  beforeEach(() => database().owner`truncate attention`);

  /** Gives the instrument a version of its own of a built-in profile. */
  const speak = async (id: string, changes: Partial<SenderProfile> = {}) => {
    const version = ++drawn;
    const definition = JSON.stringify({ ...profileOf(id), version, ...changes });
    const { owner } = database();
    await owner`insert into sender_profile values ('drill', ${id}, ${version}, ${definition}::text::jsonb, ${laboratory.technicianId}, '2030-01-01Z')`;
    await owner`update instrument set profile_id = ${id}, profile_version = ${version} where id = ${laboratory.instrumentId}`;
    return `${id}@${version}`;
  };
  const work = async () => {
    const { db, context } = database();
    const rows = await db<{ id: number }[]>`select id from outbox where topic = 'message' order by id`;
    if (rows.length > 0)
      await consumeOutbox(context, 'message', { outboxIds: rows.map(({ id }) => String(id)) }, (tx, taken) =>
        interpretMessages(context, tx, taken),
      );
    const left = await db`select last_error from outbox where topic = 'message'`;
    expect([...left]).toEqual([]);
  };
  const send = async (...texts: string[]) => {
    const ids = await store(database().db, laboratory.instrumentId, texts);
    await work();
    return ids;
  };
  const again = async (ids: string[]) => {
    const { db } = database();
    await db`update instrument_message set state = 'stored' where id = any(${ids}::bigint[])`;
    await db`insert into outbox (topic, sweep_id, payload) values ('message', -1, ${JSON.stringify({ messageIds: ids })}::text::jsonb)`;
    await work();
  };
  const fate = async ([id]: string[]) => {
    const [row] = await database().db<{ state: string; reason: string | null; profile: string }[]>`
      select state, reason, profile from instrument_message where id = ${id ?? ''}`;
    return `${row?.state} ${row?.reason ?? ''} ${row?.profile}`;
  };
  const callsOf = async (tubeId: string) => [
    ...(await database().db<{ call: string; reasons: string[] }[]>`
      select call, reasons from well_call where tube_id = ${tubeId} order by called_at`),
  ];
  const tube = async (state: string) => {
    const { owner, context } = database();
    const [one] = await enterTubes(owner, context, laboratory, 1, { members: 1 });
    if (!one) throw new Error('no tube');
    await owner`update tube set state = ${state}, laboratory_id = ${state === 'sealed' ? null : laboratory.laboratoryId}
      where id = ${one.tubeId}`;
    return one;
  };
  const receive = (tubeId: string, at = laboratory.laboratoryId) =>
    database().owner`update tube set state = 'received', laboratory_id = ${at} where id = ${tubeId}`;
  const attention = async () => {
    const rows = await database().db<{ code: string }[]>`select code from attention order by code`;
    return rows.map(({ code }) => code);
  };
  return {
    database,
    laboratory: () => laboratory,
    speak,
    work,
    send,
    again,
    fate,
    callsOf,
    tube,
    receive,
    attention,
  };
}
