import { setTimeout as sleep } from 'node:timers/promises';
import { createFrameDecoder, encodeFrame, genericProfile, readMessage, readOrders } from '#lis/hl7';
import { enterPlate } from '#lis/testing';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { msaOf, openAnalyser } from '../analyser.fixture.js';
import { ackQ03, from, idOf, qbp, qry, statusOf, typeOf, useOrders } from './orders.fixture.js';

describe('orders in 2.3.1', () => {
  const given = useOrders();
  const { database, fates, messages, settled, tubes, until } = given;

  const plateBarcode = async (tubeId: string) => {
    const [row] = await database().db<{ barcode: string }[]>`
      select p.barcode from well w join plate p on p.id = w.plate_id where w.tube_id = ${tubeId}`;
    return row?.barcode;
  };

  describe('a Chinese analyser (QRY^Q02)', () => {
    it('is answered QCK^Q02, then DSR^Q03 as its own message, and answers ACK^Q03', async () => {
      const [tube] = await tubes(1);
      given.analyser.write(encodeFrame(qry(tube!.code)));
      const [qck = '', dsr = ''] = await given.analyser.answers(2);
      expect([typeOf(qck), msaOf(qck), statusOf(qck)]).toEqual(['QCK', 'AA 4', 'OK']);
      expect(readOrders(readMessage(dsr))).toMatchObject([
        { code: tube!.code, role: 'pool', memberCount: 3, plateBarcode: null },
      ]);
      expect(readMessage(dsr).first('DSC')?.text(1)).toBe('');
      given.analyser.write(encodeFrame(ackQ03(idOf(dsr))));
      await settled('accepted');
      expect(statusOf(await given.analyser.ask(qry('NOWHERE')))).toBe('NF');
      expect(msaOf(await given.analyser.ask(qry('')))).toBe('AR 4');
    });

    it('gets many samples one after another, each when the one before is acknowledged', async () => {
      const built = await tubes(2);
      const { barcode } = await enterPlate(database().owner, given.laboratory, built);
      given.analyser.write(encodeFrame(qry(barcode)));
      await given.analyser.answers(1);
      const codes: string[] = [];
      for (const pointer of ['2', '3', '4', '']) {
        const [dsr = ''] = await given.analyser.answers(1);
        codes.push(readOrders(readMessage(dsr))[0]?.code ?? '');
        expect(readMessage(dsr).first('DSC')?.text(1)).toBe(pointer);
        given.analyser.write(encodeFrame(ackQ03(idOf(dsr))));
      }
      expect(codes).toEqual([...built.map(({ code }) => code), `NC-${barcode}`, `PC-${barcode}`]);
      await until(async () => (await messages()).every(({ state }) => state === 'accepted'));
    });

    it.each(['its names', 'its connection'])(
      'is known by %s when its ACK^Q03 names nobody, and nobody else may acknowledge for it',
      async (by) => {
        if (by === 'its connection')
          await database().owner`
            update instrument set profile_id = 'qry-q02', identified_by = 'connection' where id = ${given.laboratory.instrumentId}`;
        const built = await tubes(2);
        await enterPlate(database().owner, given.laboratory, built);
        await sleep(300);
        given.analyser.write(encodeFrame(qry('', { rack: (await plateBarcode(built[0]!.tubeId)) ?? '' })));
        const [, first = ''] = await given.analyser.answers(2);
        const blank = ackQ03(idOf(first)).replace(from(), '|');
        if (by === 'its names') {
          const stranger = await openAnalyser(given.listener.port);
          stranger.write(encodeFrame(blank));
          await sleep(200);
          expect((await messages())[0]?.state).toBe('sent');
          stranger.socket.destroy();
        }
        given.analyser.write(encodeFrame(blank));
        const [second = ''] = await given.analyser.answers(1);
        expect(typeOf(second)).toBe('DSR');
        expect((await messages()).slice(0, 2).map(({ state }) => state)).toEqual(['accepted', 'sent']);
      },
    );

    it('is told its own code of the test, by the kit or for every kit', async () => {
      const codes = [{ code: 'ANY' }, { kitId: 'test-kit', code: '77^x' }];
      const definition = JSON.stringify({ ...genericProfile, id: 'coded', orderCodes: codes });
      await database().owner`
        insert into sender_profile values ('drill', 'coded', 1, ${definition}::text::jsonb, ${given.laboratory.technicianId}, '2030-01-01Z')`;
      await database()
        .owner`update instrument set profile_id = 'coded' where id = ${given.laboratory.instrumentId}`;
      const [loose, plated] = await tubes(2);
      await enterPlate(database().owner, given.laboratory, [plated!]);
      const testOf = async (code: string) => {
        given.analyser.write(encodeFrame(qry(code)));
        const [, sent = ''] = await given.analyser.answers(2);
        return readMessage(sent).all('DSP').at(28)?.text(3);
      };
      expect(await testOf(loose!.code)).toBe('ANY');
      expect(await testOf(plated!.code)).toBe('77^x');
      given.analyser.write(encodeFrame(qbp(plated!.code)));
      const [, order = ''] = await given.analyser.answers(2);
      expect(readMessage(order).first('OBR')?.text(4)).toBe('77^x');
    });

    it('gets no more of a chain of which it refused one', async () => {
      const { barcode } = await enterPlate(database().owner, given.laboratory, await tubes(2));
      given.analyser.write(encodeFrame(qry('', { rack: barcode })));
      const [, dsr = ''] = await given.analyser.answers(2);
      given.analyser.write(encodeFrame(ackQ03(idOf(dsr), 'AR')));
      await settled('rejected');
      expect((await messages()).map(({ state }) => state)).toEqual([
        'rejected',
        'withdrawn',
        'withdrawn',
        'withdrawn',
      ]);
    });

    it('asks for what was received in a time', async () => {
      await database().owner`update tube set state = 'released'`;
      const [tube] = await tubes(1);
      given.analyser.write(encodeFrame(qry('', { qrf: '|20300101100000|20300101120000|||RCT|COR|ALL||' })));
      const [, dsr = ''] = await given.analyser.answers(2);
      expect(readOrders(readMessage(dsr))[0]?.code).toBe(tube!.code);
    });

    it('hears GBK when it speaks GBK, and nothing of a code that GBK lacks', async () => {
      const { owner } = database();
      const built = await tubes(2);
      const codes = ['阴管1', '😀管2'];
      for (const [index, { tubeId }] of built.entries()) {
        await owner`update tube_code set code = ${codes[index]!} where tube_id = ${tubeId}`;
        await owner`update tube set code = ${codes[index]!} where id = ${tubeId}`;
      }
      const heard: Buffer[] = [];
      const decoder = createFrameDecoder();
      given.analyser.socket.on('data', (chunk: Buffer) => {
        for (const event of decoder.push(chunk)) if (event.kind === 'frame') heard.push(event.body);
      });
      given.analyser.write(encodeFrame(iconv.encode(qry(codes[0]!, { charset: 'GBK' }), 'gbk')));
      await until(async () => heard.length === 2);
      expect(heard[1]?.includes(iconv.encode('DSP|21||阴管1||', 'gbk'))).toBe(true);
      expect(heard[1]?.includes('?')).toBe(false);
      // by its plate: the query itself is plain
      const { barcode } = await enterPlate(owner, given.laboratory, [{ ...built[1]!, code: codes[1]! }]);
      given.analyser.write(encodeFrame(qry(barcode, { charset: 'GBK' })));
      await until(async () => heard.length === 3);
      expect(msaOf(heard[2]?.toString('latin1') ?? '')).toBe('AR 4');
      expect((await fates()).at(-1)).toEqual({ fate: 'refused', reason: 'character-set' });
    });
  });
});
