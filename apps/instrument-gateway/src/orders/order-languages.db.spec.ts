import { setTimeout as sleep } from 'node:timers/promises';
import { enterLaboratory, enterPlate, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Analyser, openAnalyser, poolMessage } from '../analyser.fixture.js';
import { cartridgeMessage, type GeneXpert, openGeneXpert } from '../astm/gene-xpert.fixture.js';
import { openAstm, openMllp } from '../gateway.fixture.js';
import type { Listener } from '../open-listener.js';
import { claimDueOrders } from './claim-orders.queries.js';

/** Longer than several looks of both pushers. */
const severalLooksMs = 500;

describe('the orders of an instrument', { timeout: 30_000 }, () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  beforeAll(async () => {
    laboratory = await enterLaboratory(database().owner);
  });
  const clear = () => database().owner`truncate order_message, audit, attention`;
  beforeEach(clear);
  const speaks = (protocol: 'hl7' | 'astm') =>
    database().owner`
      update instrument set protocol = ${protocol}, profile_id = ${protocol === 'astm' ? 'lis2' : 'generic'},
        orders = 'law-push' where id = ${laboratory.instrumentId}`;
  const orders = async () => [
    ...(await database().db<{ state: string; attempts: number }[]>`
      select state, attempts from order_message order by id`),
  ];
  const waitingPlate = async () => {
    const { owner, context } = database();
    const tubes = await enterTubes(owner, context, laboratory, 1, { members: 1 });
    const plate = await enterPlate(owner, laboratory, tubes);
    await owner`
      insert into order_message (instrument_id, cause, sweep_id, plate_id, state, made_at)
      values (${laboratory.instrumentId}, 'plate', ${laboratory.sweepId}, ${plate.id}, 'waiting', '2030-01-01T04:00Z')`;
    return plate;
  };
  /** What answered a query, and was not taken. */
  const sentAnswer = async () => {
    const { owner } = database();
    await owner`
      with asked as (
        insert into instrument_query (instrument_id, control_id, body, answer, fate, asked_at)
        values (${laboratory.instrumentId}, 'Q', '', '', 'ordered', '2030-01-01T04:00Z') returning id)
      insert into order_message (instrument_id, cause, query_id, control_id, body, state, attempts, over_connection,
        made_at, next_try_at)
      select ${laboratory.instrumentId}, 'query', id, 'SW-' || id, 'H|', 'sent', 1, true, '2030-01-01T04:00Z',
        clock_timestamp() - interval '1 s' from asked`;
  };

  it.each(['hl7', 'astm'] as const)(
    'are claimed for the %s that it speaks, and for nothing else',
    async (spoken) => {
      await speaks(spoken);
      await waitingPlate();
      await sentAnswer();
      const other = spoken === 'hl7' ? 'astm' : 'hl7';
      const connected = [laboratory.instrumentId];
      const claim = (protocol: 'hl7' | 'astm') =>
        claimDueOrders(database().db, { protocol, connected, claimedMs: 1000 });
      expect(await claim(other)).toEqual([]);
      const claimed = await claim(spoken);
      // what answers a query over a line is sent by who answers
      expect(claimed.map(({ cause }) => cause).sort()).toEqual(
        spoken === 'hl7' ? ['plate', 'query'] : ['plate'],
      );
    },
  );

  it('are claimed one plate at a time for a line', async () => {
    await speaks('astm');
    await waitingPlate();
    await waitingPlate();
    const claim = () =>
      claimDueOrders(database().db, { protocol: 'astm', connected: [laboratory.instrumentId], claimedMs: 0 });
    const [first, ...more] = await claim();
    expect(more).toEqual([]);
    expect((await claim()).map(({ orderId }) => orderId)).toEqual([first?.orderId]);
    await database().owner`update order_message set state = 'withdrawn' where id = ${first?.orderId ?? 0}`;
    expect((await claim()).map(({ orderId }) => orderId)).not.toEqual([first?.orderId]);
  });

  describe('that speaks at both ports', () => {
    let listeners: Listener[];
    let analyser: Analyser;
    let xpert: GeneXpert;
    beforeAll(async () => {
      const { context } = database();
      // what waits of the tests before would be sent at once
      await clear();
      await speaks('astm');
      const shared = { host: '127.0.0.1', port: 0, warn: () => undefined };
      listeners = [
        await openMllp(context, { ...shared, orderPace: { answerMs: 400, lookEachMs: 50 } }),
        await openAstm(context, { ...shared, lookEachMs: 50, checkEachMs: 50 }),
      ];
      analyser = await openAnalyser(listeners[0]?.port ?? 0);
      xpert = await openGeneXpert(listeners[1]?.port ?? 0);
      // both pushers know a connection of it
      await analyser.ask(poolMessage());
      const named = cartridgeMessage().replace('HOSPITAL^GeneXpert', 'app-drill-1^facility-drill-1');
      await xpert.send(named);
    });
    afterAll(async () => {
      for (const { socket } of [analyser, xpert]) socket.destroy();
      await Promise.all(listeners.map((listener) => listener.close()));
    });
    const silent = () => {
      const said: string[] = [];
      const take = () => void said.push('bytes');
      for (const { socket } of [analyser, xpert]) socket.once('data', take);
      return async () => {
        await sleep(severalLooksMs);
        for (const { socket } of [analyser, xpert]) socket.off('data', take);
        return said;
      };
    };

    it('is never sent by the MLLP port what is ASTM', async () => {
      await speaks('astm');
      const heard = silent();
      await sentAnswer();
      expect(await heard()).toEqual([]);
      expect(await orders()).toEqual([{ state: 'sent', attempts: 1 }]);
    });

    it('is told a plate over the line alone while it speaks ASTM', async () => {
      await speaks('astm');
      const { barcode } = await waitingPlate();
      expect(await xpert.take()).toContain(barcode);
      await expect.poll(orders).toEqual([{ state: 'accepted', attempts: 1 }]);
    });

    it('is told a plate over MLLP alone while it speaks HL7', async () => {
      await speaks('hl7');
      const { barcode } = await waitingPlate();
      const [order = ''] = await analyser.answers(1);
      expect(order).toMatch(/^MSH/);
      expect(order).toContain(barcode);
      const controlId = /\|OML\^O33[^|]*\|([^|]+)\|/.exec(order)?.[1] ?? '';
      analyser.write(
        Buffer.from(
          `\x0bMSH|^~\\&|app-drill-1|facility-drill-1|LIS|CDC|20300101||ORL^O34|R1|P|2.5.1\rMSA|AA|${controlId}\r\x1c\r`,
        ),
      );
      await expect.poll(orders).toEqual([{ state: 'accepted', attempts: 1 }]);
    });
  });
});
