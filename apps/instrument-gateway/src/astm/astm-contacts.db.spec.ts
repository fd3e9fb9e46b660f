import { askPlateOrder } from '#lis/persistence';
import {
  enterLaboratory,
  enterPlate,
  enterTubes,
  type Laboratory,
  noon,
  standingClock,
  useDatabase,
} from '#lis/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openAstm } from '../gateway.fixture.js';
import type { Listener } from '../open-listener.js';
import { cartridgeMessage, type GeneXpert, openGeneXpert } from './gene-xpert.fixture.js';

const minute = 60_000;

describe('an analyser that speaks ASTM', { timeout: 30_000 }, () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let clock: ReturnType<typeof standingClock>['clock'];
  let listener: Listener;
  let analyser: GeneXpert;
  beforeAll(async () => {
    const { owner, context } = database();
    laboratory = await enterLaboratory(owner);
    await owner`update instrument set profile_id = 'lis2', identified_by = 'connection', protocol = 'astm'`;
    const standing = standingClock(context);
    clock = standing.clock;
    listener = await openAstm(standing.context, {
      host: '127.0.0.1',
      port: 0,
      warn: () => undefined,
      contactPace: { writeEachMs: 50, lookEachMs: 50 },
      lookEachMs: 100,
    });
  });
  afterAll(() => listener.close());
  beforeEach(async () => {
    analyser?.socket.destroy();
    await database().owner`truncate instrument_contact, attention, order_message`;
    analyser = await openGeneXpert(listener.port);
  });
  const lastHeard = async () => {
    const [row] = await database().db<{ at: number }[]>`
      select last_heard_at as at from instrument_contact where instrument_id = ${laboratory.instrumentId}`;
    return row?.at;
  };
  const tasks = async () => [
    ...(await database().db<{ subject: string; open: boolean }[]>`
      select subject, closed_at is null as open from attention where code = 'instrument-silent' order by id`),
  ];
  const layOut = async (at: number) => {
    const { owner, context } = database();
    const tubes = await enterTubes(owner, context, laboratory, 2, { members: 3 });
    return enterPlate(owner, laboratory, tubes, new Date(at).toISOString());
  };

  it('is heard, told silent when a plate waits longer than is usual, and heard again', async () => {
    const subject = `instrument:${laboratory.instrumentId}`;
    for (const minutes of [-80, -60, -40, -20, 0]) {
      clock.at = noon + minutes * minute;
      expect(await analyser.send(cartridgeMessage())).toBe(0);
    }
    await expect.poll(lastHeard).toBe(noon);
    await layOut(noon - 5 * minute);
    clock.at = noon + 31 * minute;
    await expect.poll(tasks).toEqual([{ subject, open: true }]);
    clock.at = noon + 40 * minute;
    expect(await analyser.send(cartridgeMessage())).toBe(0);
    await expect.poll(tasks).toEqual([{ subject, open: false }]);
    expect(await lastHeard()).toBe(noon + 40 * minute);
  });

  it('is heard by what it asks, by a message that it does not end, and by taking orders', async () => {
    const { owner, db, context } = database();
    const query = `H|\\^&|||a|||||b||P|1394-97|20300101121000\rQ|1|^NOBODY||||||||||O\rL|1|N\r`;
    clock.at = noon + 50 * minute;
    expect(await analyser.send(query)).toBe(0);
    await analyser.take();
    await expect.poll(lastHeard).toBe(noon + 50 * minute);
    clock.at = noon + 51 * minute;
    expect(await analyser.send('H|\\^&\rP|1\r')).toBe(0);
    await expect.poll(lastHeard).toBe(noon + 51 * minute);
    await owner`update instrument set orders = 'law-push'`;
    const plate = await layOut(noon);
    const [row] = await owner<{ serial: string }[]>`select serial from instrument`;
    clock.at = noon + 52 * minute;
    await db.begin((tx) =>
      askPlateOrder(tx, {
        plateId: plate.id,
        sweepId: laboratory.sweepId,
        laboratoryId: laboratory.laboratoryId,
        instrumentSerial: row?.serial ?? '',
        at: context.clock.now('drill'),
      }),
    );
    expect(await analyser.take()).toContain(plate.barcode);
    await expect.poll(lastHeard).toBe(noon + 52 * minute);
  });
});
