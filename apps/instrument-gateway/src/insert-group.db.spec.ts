import { genericProfile } from '#lis/hl7';
import { enterLaboratory, useDatabase } from '#lis/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { poolMessage } from './analyser.fixture.js';
import { type GroupInsert, groupInsert } from './insert-group.js';
import type { MessageLine } from './message-line.js';
import { acceptedLine, readFrameHeader, refusedLine } from './read-frame.js';

describe('a group of messages', () => {
  const database = useDatabase();
  let group: GroupInsert;
  const clock = { now: () => 1_893_456_000_000, machine: () => 0 };
  const line = (controlId: string): MessageLine => {
    const body = Buffer.from(poolMessage({ controlId }));
    const { header } = readFrameHeader(body);
    if (header === null) throw new Error('no header');
    return acceptedLine(header, body, { id: -1, profile: genericProfile }, clock);
  };
  const rows = async () => [
    ...(await database().db<
      { id: number; controlId: string }[]
    >`select id, control_id as "controlId" from instrument_message order by id`),
  ];
  beforeAll(async () => {
    await enterLaboratory(database().owner);
    group = groupInsert(database().db, 2);
  });
  afterAll(() => group.end());
  beforeEach(() => database().owner`truncate instrument_message, outbox, audit`);

  it('is announced and audited by the ids that its rows have', async () => {
    expect(await group.insert([line('1'), line('2'), line('3')])).toBe(true);
    const ids = (await rows()).map(({ id }) => id);
    expect(ids).toEqual([ids[0], (ids[0] ?? 0) + 1, (ids[0] ?? 0) + 2]);
    const jobs = await database().db`select sweep_id as sweep, payload from outbox`;
    expect([...jobs]).toEqual([{ sweep: -1, payload: { messageIds: ids.map(String) } }]);
    const audit = await database().db`select action, subject, detail from audit`;
    expect([...audit]).toEqual([
      {
        action: 'messages-stored',
        subject: 'instrument-messages:-1',
        detail: { count: 3, first: ids[0], last: ids[2] },
      },
    ]);
  });

  it('never meets the ids of another group, of another gateway, or of a message that was made here', async () => {
    const other = groupInsert(database().db, 1);
    const made = () => database().db`
      insert into instrument_message (instrument_id, connection, key_hash, body_hash, control_id, body, answer, state, received_at)
      values (-1, 'c', gen_random_uuid(), gen_random_uuid(), 'made', '', '', 'stored', '2030-01-01Z')`;
    for (let round = 0; round < 3; round++) {
      const some = (who: string) => Array.from({ length: 256 }, (_, i) => line(`${who}${round}.${i}`));
      await Promise.all([group.insert(some('a')), other.insert(some('b')), group.insert(some('c')), made()]);
    }
    await other.end();
    expect(await rows()).toHaveLength(3 * (3 * 256 + 1));
  });

  it('keeps messages and refused bytes apart in what it tells of them', async () => {
    const refused = refusedLine(null, Buffer.from('GET /'), '10.0.0.1', 'not-hl7', clock);
    expect(await group.insert([line('1'), refused])).toBe(true);
    const audit = await database().db`select action, subject from audit order by action`;
    expect([...audit]).toEqual([
      { action: 'messages-refused', subject: 'instrument-messages:0' },
      { action: 'messages-stored', subject: 'instrument-messages:-1' },
    ]);
    const [job] = await database().db<{ payload: { messageIds: string[] } }[]>`select payload from outbox`;
    expect(job?.payload.messageIds).toHaveLength(1);
  });

  it('leaves nothing behind when one of its keys stands there', async () => {
    expect(await group.insert([line('1')])).toBe(true);
    expect(await group.insert([line('2'), line('1'), line('3')])).toBe(false);
    expect((await rows()).map(({ controlId }) => controlId)).toEqual(['1']);
    const [count] = await database()
      .db`select count(*)::int as outbox, (select count(*)::int from audit) as audit from outbox`;
    expect(count).toEqual({ outbox: 1, audit: 1 });
    expect(await group.insert([line('2'), line('3')])).toBe(true);
  });
});
