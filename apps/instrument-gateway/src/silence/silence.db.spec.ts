import { setTimeout as sleep } from 'node:timers/promises';
import {
  enterLaboratory,
  enterPlate,
  enterTubes,
  type Laboratory,
  noon,
  standingClock,
  useDatabase,
} from '#lis/testing';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { msaOf, openAnalyser, poolMessage } from '../analyser.fixture.js';
import { openMllp } from '../gateway.fixture.js';
import { followContacts } from './follow-contacts.js';
import { tellSilence } from './tell-silence.js';

const minute = 60_000;

describe('instruments that fall silent', { timeout: 60_000 }, () => {
  const database = useDatabase();
  let one: Laboratory;
  let two: Laboratory;
  beforeAll(async () => {
    one = await enterLaboratory(database().owner);
    two = await enterLaboratory(database().owner, 'drill', 2);
  });
  beforeEach(async () => {
    const { owner } = database();
    await owner`truncate instrument_contact, attention, audit, order_message, instrument_message, outbox`;
    await owner`update plate set laid_out_at = '2029-01-01Z'`;
    await owner`update instrument set profile_id = 'generic', orders = 'ask-only'`;
  });
  /** One gateway on a clock that stands where `at` puts it; minutes from noon. */
  const gateway = () => {
    const { clock, context } = standingClock(database().context);
    const warnings: string[] = [];
    const warn = (event: string) => void warnings.push(event);
    const open = () => followContacts(context, warn, { writeEachMs: 1_000_000, lookEachMs: 1_000_000 });
    return {
      context,
      warnings,
      /** Heard at these minutes and written. */
      hear: async (instrumentId: number, ...minutes: number[]) => {
        const contacts = open();
        for (const at of minutes) {
          clock.at = noon + at * minute;
          contacts.heard(instrumentId);
        }
        await contacts.close();
      },
      look: async (at: number) => {
        clock.at = noon + at * minute;
        await tellSilence(context);
      },
    };
  };
  const layOut = async (laboratory: Laboratory, at: number) => {
    const { owner, context } = database();
    const tubes = await enterTubes(owner, context, laboratory, 2, { members: 3 });
    return enterPlate(owner, laboratory, tubes, new Date(noon + at * minute).toISOString());
  };
  const tasks = async () => [
    ...(await database().db<{ subject: string; open: boolean }[]>`
      select subject, closed_at is null as open from attention where code = 'instrument-silent' order by id`),
  ];
  const told = (laboratory: Laboratory, open = true) => ({
    subject: `instrument:${laboratory.instrumentId}`,
    open,
  });
  /** heard each 20 minutes up to noon: usual is 30 */
  const habit = [-80, -60, -40, -20, 0];

  it('are told once, when a plate waits longer than is usual, and the task closes when they speak', async () => {
    const { hear, look } = gateway();
    await hear(one.instrumentId, ...habit);
    await layOut(one, -5);
    await look(30);
    expect(await tasks()).toEqual([]);
    await look(31);
    await look(32);
    await look(300);
    expect(await tasks()).toEqual([told(one)]);
    await hear(one.instrumentId, 301);
    expect(await tasks()).toEqual([told(one, false)]);
    const audit = await database().db`select action, subject from audit order by id`;
    expect(audit.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      `instrument-silent ${told(one).subject}`,
      `instrument-heard-again ${told(one).subject}`,
    ]);
    const [detail] = await database().db`select detail from attention`;
    expect(detail).toEqual({
      detail: { lastHeardAt: '2030-01-01T04:00:00.000Z', usualSilenceMs: 30 * minute },
    });
  });

  it('are not told while nothing waits, for an old plate, for one that was never heard, or for another laboratory', async () => {
    const { hear, look } = gateway();
    await hear(one.instrumentId, ...habit);
    await look(200);
    await layOut(one, -26 * 60);
    await layOut(two, -5);
    await look(200);
    expect(await tasks()).toEqual([]);
    // from when the plate is laid out, not from the last contact
    await layOut(one, 300);
    await look(330);
    expect(await tasks()).toEqual([]);
    await look(331);
    expect(await tasks()).toEqual([told(one)]);
  });

  it('are not told for a plate that is judged, or that another instrument has begun or was given', async () => {
    const { owner } = database();
    const { hear, look } = gateway();
    await owner`
      insert into instrument (id, laboratory_id, serial, sending_application, sending_facility)
      values (-77, ${one.laboratoryId}, 'S77', 'A77', '') on conflict do nothing`;
    await hear(one.instrumentId, ...habit);
    await hear(-77, ...habit);
    const [judged, begun, given] = [await layOut(one, -5), await layOut(one, -5), await layOut(one, -5)];
    await owner`
      insert into run (sweep_id, plate_id, instrument_id, run_number, state, opened_at) values
        (${one.sweepId}, ${judged.id}, -77, 'R1', 'accepted', '2030-01-01Z'),
        (${one.sweepId}, ${begun.id}, -77, 'R2', 'waiting', '2030-01-01Z')`;
    await owner`
      insert into order_message (instrument_id, cause, sweep_id, plate_id, state, made_at)
      values (-77, 'plate', ${one.sweepId}, ${given.id}, 'waiting', '2030-01-01Z')`;
    await look(100);
    expect(await tasks()).toEqual([{ subject: 'instrument:-77', open: true }]);
  });

  it('are not told of an analyser whose plates nobody lays out', async () => {
    const { hear, look } = gateway();
    await database().owner`update instrument set profile_id = 'genexpert'`;
    await hear(one.instrumentId, ...habit);
    await layOut(one, -5);
    await look(300);
    expect(await tasks()).toEqual([]);
  });

  it('stay told by one task when a person closed it, and by a new one after they spoke', async () => {
    const { hear, look } = gateway();
    await hear(one.instrumentId, ...habit);
    await layOut(one, -5);
    await look(60);
    await database().owner`update attention set closed_at = opened_at, closed_by = 'staff:-1'`;
    await look(61);
    expect(await tasks()).toEqual([told(one, false)]);
    await hear(one.instrumentId, 70);
    await look(200);
    expect(await tasks()).toEqual([told(one, false), told(one)]);
  });

  it('are measured by pauses of two gateways, kept over restarts, and by nights of neither', async () => {
    const [first, second] = [gateway(), gateway()];
    await first.hear(one.instrumentId, 0, 0.1, 20);
    await second.hear(one.instrumentId, 50);
    await first.hear(one.instrumentId, 60, 60 + 9 * 60);
    const [row] = await database().db`
      select pauses_ms::float8[] as pauses, last_heard_at as at from instrument_contact where instrument_id = ${one.instrumentId}`;
    expect(row).toEqual({ pauses: [19.9, 30, 10].map((pause) => pause * minute), at: noon + 600 * minute });
  });

  it('are told once by two gateways that look together', async () => {
    const [first, second] = [gateway(), gateway()];
    await first.hear(one.instrumentId, ...habit);
    await layOut(one, -5);
    await Promise.all([first.look(100), second.look(100), first.look(100)]);
    expect(await tasks()).toEqual([told(one)]);
  });

  it('are heard by messages, which write nothing of it themselves; what could not be written is written later', async () => {
    const { db, owner, context } = database();
    const warnings: string[] = [];
    const listener = await openMllp(context, {
      host: '127.0.0.1',
      port: 0,
      warn: (event) => void warnings.push(event),
      contactPace: { writeEachMs: 100, lookEachMs: 100 },
    });
    const analyser = await openAnalyser(listener.port);
    const contacts = () => db<{ id: number }[]>`select instrument_id as id from instrument_contact`;
    await owner.begin(async (tx) => {
      await tx`lock table instrument_contact in access exclusive mode`;
      for (let i = 1; i <= 20; i++)
        expect(msaOf(await analyser.ask(poolMessage({ controlId: String(i) })))).toBe(`CA ${i}`);
      await sleep(2500);
    });
    expect(warnings).toContain('contacts-not-written');
    await expect.poll(contacts, { timeout: 10_000 }).toEqual([{ id: one.instrumentId }]);
    analyser.socket.destroy();
    await listener.close();
  });
});
