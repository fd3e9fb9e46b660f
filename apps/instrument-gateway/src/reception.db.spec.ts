import { connect as connectSocket } from 'node:net';
import { enterLaboratory, useDatabase } from '#lis/testing';
import { describe, expect, it } from 'vitest';
import { msaOf, openAnalyser, poolMessage } from './analyser.fixture.js';
import { astmOrders } from './astm/astm-orders.js';
import { cartridgeMessage, openGeneXpert } from './astm/gene-xpert.fixture.js';
import { listenForAstm } from './astm/listen-for-astm.js';
import { listenForAnalysers } from './listen-for-analysers.js';
import { orderTraffic } from './orders/order-traffic.js';
import { openReception } from './reception.js';

describe('the ports of one gateway', { timeout: 30_000 }, () => {
  const database = useDatabase();

  it('share who is known, what is stored and how many may come', async () => {
    const { context, db, owner } = database();
    await enterLaboratory(owner);
    await owner`
      insert into instrument (id, laboratory_id, serial, sending_application, sending_facility, profile_id, protocol,
        identified_by, allowed_address)
      values (-2, -1, 'S2', '', '', 'genexpert-astm', 'astm', 'connection', '127.0.0.0/8')`;
    const warnings: string[] = [];
    const warn = (_: string, { address, reason }: Record<string, unknown>) =>
      void warnings.push([address, reason].join(' '));
    const reception = await openReception(context, warn);
    const traffic = orderTraffic(context, warn);
    const orders = astmOrders(reception);
    const at = { host: '127.0.0.1', port: 0 };
    const listeners = [
      await listenForAnalysers(reception, traffic, at),
      await listenForAnalysers(reception, traffic, at),
      await listenForAstm(reception, orders, at),
    ];
    const ports = listeners.map(({ port }) => port);
    let closed = 0;
    const idle = Array.from({ length: 300 }, (_, i) => {
      const to = { port: ports[i % 3] ?? 0, host: '127.0.0.1', localAddress: '127.0.0.9' };
      const socket = connectSocket(to);
      socket.on('error', () => undefined).once('close', () => closed++);
      return socket;
    });
    await expect.poll(() => closed, { timeout: 10_000 }).toBe(300 - 256);
    expect(warnings).toEqual(['127.0.0.9 too-many']);
    const analyser = await openAnalyser(ports[1] ?? 0);
    expect(msaOf(await analyser.ask(poolMessage()))).toBe('CA 1');
    const xpert = await openGeneXpert(ports[2] ?? 0);
    expect(await xpert.send(cartridgeMessage())).toBe(0);
    for (const socket of [...idle, analyser.socket, xpert.socket]) socket.destroy();
    await Promise.all([...listeners, traffic, orders].map((one) => one.close()));
    await reception.close();
    const rows = await db`select instrument_id as id from instrument_message order by id`;
    expect(rows.map(({ id }) => Number(id))).toEqual([-2, -1]);
    // written at the end, by one who follows the contacts of all ports
    const contacts = await db`select instrument_id as id from instrument_contact order by id`;
    expect(contacts.map(({ id }) => Number(id))).toEqual([-2, -1]);
  });
});
