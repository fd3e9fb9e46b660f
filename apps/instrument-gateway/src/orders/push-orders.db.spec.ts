import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFrameDecoder, encodeFrame, readMessage, readOrders } from '#lis/hl7';
import { enterPlate } from '#lis/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { msaOf, poolMessage } from '../analyser.fixture.js';
import { idOf, orl, typeOf, useOrders } from './orders.fixture.js';

describe('orders that are sent unasked', () => {
  const given = useOrders();
  const { actions, database, messages, settled, tubes, until } = given;

  describe('a plate that is sent to the order port of an analyser', () => {
    let server: Server;
    let port = 0;
    let replies: (text: string) => string | null = () => null;
    const heard: string[] = [];
    beforeEach(async () => {
      heard.length = 0;
      server = createServer((socket: Socket) => {
        const decoder = createFrameDecoder();
        socket.on('error', () => undefined);
        socket.on('data', (chunk: Buffer) => {
          for (const event of decoder.push(chunk)) {
            if (event.kind !== 'frame') continue;
            heard.push(event.body.toString());
            const reply = replies(event.body.toString());
            if (reply !== null) socket.write(encodeFrame(reply));
          }
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      port = (server.address() as { port: number }).port;
    });
    afterEach(() => new Promise((resolve) => server.close(resolve)));
    const push = async (at: number | null = port) => {
      const { owner } = database();
      const plate = await enterPlate(owner, given.laboratory, await tubes(2));
      await owner`update instrument set orders = 'law-push', order_port = ${at},
        order_host = case when ${at}::int is not null then '127.0.0.1'::inet end where id = -1`;
      await owner`
        insert into order_message (instrument_id, cause, sweep_id, plate_id, state, made_at)
        values (-1, 'plate', -1, ${plate.id}, 'waiting', '2030-01-01T04:00Z')`;
      return plate;
    };

    it('is sent once, accepted, and never again', async () => {
      replies = (text) => orl(idOf(text));
      const plate = await push();
      await settled('accepted');
      await sleep(1500);
      expect(heard).toHaveLength(1);
      expect(readOrders(readMessage(heard[0] ?? '')).map(({ well }) => well)).toEqual([
        'A1',
        'B1',
        'A12',
        'H12',
      ]);
      expect(heard[0]).toContain('MSH|^~\\&|SWEEPWELL|lab-drill-1|app-drill-1|facility-drill-1|');
      expect((await messages())[0]?.codes).toContain(`NC-${plate.barcode}`);
      expect(await actions()).toEqual(['order-sent', 'order-accepted']);
    });

    it('is withdrawn when nothing of it is to be measured any more', async () => {
      await database().owner`update instrument set orders = 'law-push'`;
      const plate = await enterPlate(database().owner, given.laboratory, await tubes(1));
      await database().owner`update tube set state = 'released'`;
      await database()
        .owner`update instrument set order_host = '127.0.0.1', order_port = ${port} where id = -1`;
      await database().owner`
        insert into order_message (instrument_id, cause, sweep_id, plate_id, state, made_at)
        values (-1, 'plate', -1, ${plate.id}, 'waiting', '2030-01-01T04:00Z')`;
      await settled('withdrawn');
      expect(heard).toEqual([]);
    });

    it('is sent with the same bytes after a restart in the middle, and tried on when it failed', async () => {
      replies = () => null;
      await push();
      await until(async () => heard.length === 1);
      await given.restart();
      let asked = 0;
      replies = (text) => orl(idOf(text), asked++ === 0 ? 'AE' : 'AA');
      await settled('accepted');
      expect(new Set(heard).size).toBe(1);
      expect(heard.length).toBeGreaterThan(2);
    }, 40_000);

    it('is kept for an analyser that is off, which is told to a person once', async () => {
      replies = (text) => orl(idOf(text));
      const closed = createServer();
      await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
      const nowhere = (closed.address() as { port: number }).port;
      await new Promise((resolve) => closed.close(resolve));
      await push(nowhere);
      const hurry = () =>
        database().owner`update order_message set next_try_at = '-infinity' where state <> 'accepted'`;
      await until(async () => {
        await hurry();
        return ((await messages())[0]?.attempts ?? 0) >= 7;
      });
      const told = await database().db`select code, subject from attention`;
      expect([...told]).toEqual([{ code: 'orders-not-delivered', subject: 'instrument:-1' }]);
      await database().owner`update instrument set order_port = ${port} where id = -1`;
      // an attempt that was under way puts the next one off
      await until(async () => {
        await hurry();
        return (await messages())[0]?.state === 'accepted';
      });
      expect(heard).toHaveLength(1);
    }, 40_000);

    it('goes over the connection that the instrument holds when it has no port', async () => {
      expect(msaOf(await given.analyser.ask(poolMessage()))).toBe('CA 1');
      await push(null);
      const [oml = ''] = await given.analyser.answers(1);
      expect(typeOf(oml)).toBe('OML');
      given.analyser.write(encodeFrame(orl(idOf(oml))));
      await settled('accepted');
    });
  });
});
