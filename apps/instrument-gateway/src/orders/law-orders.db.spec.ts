import { Hl7Message } from '@medplum/core';
import { Hl7Client, type Hl7Connection } from '@medplum/hl7';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeFrame, readMessage, readOrders } from '#lis/hl7';
import { enterPlate } from '#lis/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { msaOf } from '../analyser.fixture.js';
import { idOf, orl, qbp, statusOf, typeOf, useOrders } from './orders.fixture.js';

describe('orders in IHE LAW', () => {
  const given = useOrders();
  const { actions, database, messages, settled, tubes, until } = given;

  describe('an analyser that speaks IHE LAW (@medplum/hl7)', () => {
    let client: Hl7Client;
    let connection: Hl7Connection;
    const heard: string[] = [];
    beforeEach(async () => {
      heard.length = 0;
      client = new Hl7Client({ host: '127.0.0.1', port: given.listener.port, keepAlive: true });
      connection = await client.connect();
      connection.addEventListener('message', ({ message }) => void heard.push(message.toString()));
    });
    afterEach(() => client.close());
    const orders = () => heard.filter((text) => typeOf(text) === 'OML');

    it('asks, is answered, gets its orders and answers them', async () => {
      const built = await tubes(2);
      const plate = await enterPlate(database().owner, given.laboratory, built);
      const answer = await connection.sendAndWait(Hl7Message.parse(qbp(built[1]!.code)));
      expect(statusOf(answer.toString())).toBe('OK');
      await until(async () => orders().length === 1);
      const text = orders()[0] ?? '';
      expect(readOrders(readMessage(text))).toEqual([
        {
          name: `${built[1]!.code}@${plate.barcode}`,
          code: built[1]!.code,
          role: 'pool',
          memberCount: 3,
          plateBarcode: plate.barcode,
          well: 'B1',
          test: 'test-kit',
          priority: 'routine',
        },
      ]);
      expect(await messages()).toMatchObject([{ state: 'sent', attempts: 1 }]);
      connection.send(Hl7Message.parse(orl(idOf(text))));
      await settled('accepted');
      connection.send(Hl7Message.parse(orl(idOf(text), 'AR')));
      await sleep(900);
      expect(await messages()).toMatchObject([{ state: 'accepted', attempts: 1, answerCode: 'AA' }]);
      expect(orders()).toHaveLength(1);
      expect(await actions()).toEqual(['orders-asked', 'order-accepted']);
      // nothing of it is a result
      expect(await database().db`select 1 from instrument_message`).toHaveLength(0);
      expect(await database().db`select 1 from outbox`).toHaveLength(0);
    });

    it('asks for a plate by its carrier, and for a place of it', async () => {
      const built = await tubes(3);
      const { barcode } = await enterPlate(database().owner, given.laboratory, built);
      const rack = { name: 'WOS_BY_RACK^^IHELAW' };
      await connection.sendAndWait(Hl7Message.parse(qbp(`|${barcode}`, rack)));
      await connection.sendAndWait(Hl7Message.parse(qbp(`|${barcode}|C01`, { ...rack, id: 'Q2' })));
      await until(async () => orders().length >= 2);
      const [all = '', one = ''] = orders();
      expect(readOrders(readMessage(all)).map(({ well, role }) => [well, role])).toEqual([
        ['A1', 'pool'],
        ['B1', 'pool'],
        ['C1', 'pool'],
        ['A12', 'control'],
        ['H12', 'control'],
      ]);
      expect(readOrders(readMessage(one)).map(({ code }) => code)).toEqual([built[2]!.code]);
    });

    it('is sent orders again that it does not answer, with the same bytes, three times at most', async () => {
      const [tube] = await tubes(1);
      await connection.sendAndWait(Hl7Message.parse(qbp(tube!.code)));
      await settled('timeout');
      expect(orders()).toHaveLength(3);
      expect(new Set(orders()).size).toBe(1);
      connection.send(Hl7Message.parse(orl(idOf(orders()[0] ?? ''))));
      await settled('accepted');
    });

    it('may refuse one specimen, which is told to a person', async () => {
      const built = await tubes(2);
      const { barcode } = await enterPlate(database().owner, given.laboratory, built);
      await connection.sendAndWait(Hl7Message.parse(qbp(`|${barcode}`, { name: 'WOS_BY_RACK' })));
      await until(async () => orders().length === 1);
      const refused = `${built[0]!.code}@${barcode}`;
      connection.send(Hl7Message.parse(orl(idOf(orders()[0] ?? ''), 'AA', `SPM|1|x\rORC|UA|${refused}\r`)));
      await settled('accepted');
      expect(await messages()).toMatchObject([{ refused: [refused] }]);
      expect([...(await database().db`select code, sweep_id from attention`)]).toEqual([
        { code: 'orders-refused', sweep_id: -1 },
      ]);
    });
  });

  it('gives the commit acknowledgement first where it is asked for', async () => {
    const [tube] = await tubes(1);
    given.analyser.write(encodeFrame(qbp(tube!.code, { msh: 'AL|AL' })));
    const heard = await given.analyser.answers(3);
    expect(heard.map(typeOf)).toEqual(['ACK', 'RSP', 'OML']);
    expect(msaOf(heard[0] ?? '')).toBe('CA Q1');
    const answered = await given.analyser.ask(orl(idOf(heard[2] ?? '')).replace('|P|2.5.1', '|P|2.5.1|||AL'));
    expect(msaOf(answered)).toBe(`CA R${idOf(heard[2] ?? '')}`);
  });
});
