import { Hl7Message } from '@medplum/core';
import { Hl7Client, type Hl7Connection } from '@medplum/hl7';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFrameDecoder, encodeFrame, genericProfile, readMessage, readOrders } from '#lis/hl7';
import { enterLaboratory, enterPlate, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import iconv from 'iconv-lite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Analyser, msaOf, openAnalyser, poolMessage } from '../analyser.fixture.js';
import { openMllp } from '../gateway.fixture.js';
import type { Listener } from '../open-listener.js';

const from = (n = 'drill-1') => `app-${n}|facility-${n}`;
const qbp = (code: string, given: { id?: string; sender?: string; msh?: string; name?: string } = {}) =>
  `MSH|^~\\&|${given.sender ?? from()}|LIS|CDC|20300101120000||QBP^Q11^QBP_Q11|${given.id ?? 'Q1'}|P|2.5.1|||${given.msh ?? 'NE|AL'}||UNICODE UTF-8|||LAB-27^IHE\r` +
  `QPD|${given.name ?? 'WOS^Work Order Step^IHELAW'}|tag1|${code}\rRCP|I\r`;
const qry = (code: string, given: { charset?: string; qrf?: string; rack?: string } = {}) =>
  `MSH|^~\\&|${from()}|||20300101120000||QRY^Q02|4|P|2.3.1||||||${given.charset ?? 'ASCII'}\r` +
  `QRD|20300101120000|R|D|2|||RD|${code}|OTH|${given.rack ?? ''}||T|\rQRF|${given.qrf ?? '|||||RCT|COR|ALL||'}\r`;
const orl = (controlId: string, code = 'AA', rest = '', sender = from()) =>
  `MSH|^~\\&|${sender}|LIS|CDC|20300101||ORL^O34^ORL_O42|R${controlId}|P|2.5.1\rMSA|${code}|${controlId}\r${rest}`;
const ackQ03 = (controlId: string, code = 'AA') =>
  `MSH|^~\\&|${from()}|||20300101||ACK^Q03|A${controlId}|P|2.3.1\rMSA|${code}|${controlId}\rERR|0\r`;
const idOf = (text: string) => readMessage(text).first('MSH')?.text(10) ?? '';
const typeOf = (text: string) => readMessage(text).first('MSH')?.text(9) ?? '';
const statusOf = (text: string) => readMessage(text).first('QAK')?.text(2);

describe('orders and queries', () => {
  const database = useDatabase();
  const warnings: string[] = [];
  let laboratory: Laboratory;
  let listener: Listener;
  let analyser: Analyser;
  const listen = () =>
    openMllp(database().context, {
      host: '127.0.0.1',
      port: 0,
      warn: (event) => void warnings.push(event),
      orderPace: { answerMs: 600, lookEachMs: 50 },
    });
  beforeAll(async () => {
    const { owner } = database();
    laboratory = await enterLaboratory(owner);
    await enterLaboratory(owner, 'drill', 2);
    await enterLaboratory(owner, 'real', 3);
    listener = await listen();
  });
  afterAll(() => listener.close());
  beforeEach(async () => {
    const { owner } = database();
    await owner`truncate instrument_message, order_message, instrument_query, outbox, audit, attention`;
    await owner`update instrument set orders = 'ask-only', order_host = null, order_port = null,
      profile_id = 'generic', profile_version = 1, identified_by = 'names', local_port = null`;
    await owner`delete from sender_profile`;
    analyser = await openAnalyser(listener.port);
  });
  afterEach(() => analyser.socket.destroy());
  const tubes = (count: number, given = {}) =>
    enterTubes(database().owner, database().context, laboratory, count, { members: 3, ...given });
  type Row = {
    state: string;
    codes: string[];
    attempts: number;
    refused: string[];
    controlId: string;
    answerCode: string;
  };
  const messages = async () => [
    ...(await database().db<Row[]>`
      select state, codes, attempts, refused, control_id as "controlId", answer_code as "answerCode" from order_message order by id`),
  ];
  const fates = async () => [
    ...(await database().db<
      { fate: string; reason: string | null }[]
    >`select fate, reason from instrument_query order by id`),
  ];
  const actions = async () =>
    (await database().db`select action from audit order by id`).map(({ action }) => String(action));
  const until = async (what: () => Promise<boolean>) => {
    for (let i = 0; i < 400; i++) {
      if (await what()) return;
      await sleep(25);
    }
    throw new Error('it did not come about');
  };
  const plateBarcode = async (tubeId: string) => {
    const [row] = await database().db<{ barcode: string }[]>`
      select p.barcode from well w join plate p on p.id = w.plate_id where w.tube_id = ${tubeId}`;
    return row?.barcode;
  };
  const settled = (state: string) => until(async () => (await messages()).some((row) => row.state === state));

  describe('queries that are given nothing', () => {
    it.each([
      ['an unknown tube', () => qbp('NOWHERE')],
      ['a hostile code', () => qbp("'; drop table tube\\X0D\\OBR")],
    ])('answers NF to %s, and sends nothing after it', async (_, query) => {
      const answer = await analyser.ask(query());
      expect([typeOf(answer), msaOf(answer), statusOf(answer)]).toEqual(['RSP', 'AA Q1', 'NF']);
      expect(msaOf(await analyser.ask(poolMessage()))).toBe('CA 1');
      expect(await messages()).toEqual([]);
      expect(await fates()).toEqual([{ fate: 'nothing-ordered', reason: null }]);
    });

    it.each(['drill-2', 'real-3'])(
      'answers NF to %s about a tube of another laboratory or realm',
      async (sender) => {
        const [tube] = await tubes(1);
        expect(statusOf(await analyser.ask(qbp(tube!.code, { sender: from(sender) })))).toBe('NF');
      },
    );

    it('refuses everything at once, and an instrument that is given no orders', async () => {
      const [tube] = await tubes(1);
      const all = await analyser.ask(qbp('', { name: 'WOS_ALL^All^IHELAW' }));
      expect([msaOf(all), statusOf(all)]).toEqual(['AR Q1', 'AR']);
      await database().owner`update instrument set orders = 'none'`;
      expect(msaOf(await analyser.ask(qbp(tube!.code)))).toBe('AR Q1');
      expect(await fates()).toEqual([
        { fate: 'refused', reason: 'everything' },
        { fate: 'refused', reason: 'no-orders-for-instrument' },
      ]);
    });

    it('refuses a dialect that the instrument’s profile does not have, and gives its own', async () => {
      const { owner } = database();
      const [tube] = await tubes(1);
      const speaks = (profile: string) => owner`update instrument set profile_id = ${profile}`;
      await speaks('qry-q02');
      const law = await analyser.ask(qbp(tube!.code));
      expect([typeOf(law), msaOf(law), statusOf(law)]).toEqual(['RSP', 'AR Q1', 'AR']);
      expect(law).toContain('query-not-of-profile');
      const own = await analyser.ask(qry('NOWHERE'));
      expect([typeOf(own), statusOf(own)]).toEqual(['QCK', 'NF']);
      await speaks('ihe-law');
      const display = await analyser.ask(qry(tube!.code));
      expect([typeOf(display), msaOf(display)]).toEqual(['QCK', 'AR 4']);
      expect(display).toContain('query-not-of-profile');
      await owner`
        insert into sender_profile values ('drill', 'mute', 1, ${JSON.stringify({ ...genericProfile, id: 'mute', worklist: 'none' })}::text::jsonb,
          ${laboratory.technicianId}, '2030-01-01Z')`;
      await speaks('mute');
      expect(msaOf(await analyser.ask(qbp(tube!.code)))).toBe('AR Q1');
      expect(msaOf(await analyser.ask(qry(tube!.code)))).toBe('AR 4');
      expect((await fates()).map(({ reason }) => reason)).toEqual([
        'query-not-of-profile',
        null,
        ...Array.from({ length: 3 }, () => 'query-not-of-profile'),
      ]);
      expect(await messages()).toEqual([]);
    });

    it('refuses an unknown sender like results, and keeps bytes that are no query', async () => {
      expect(msaOf(await analyser.ask(qbp('T1', { sender: 'STRANGER|X' })))).toBe('AR Q1');
      expect(msaOf(await analyser.ask(qbp('x'.repeat(20_000))))).toBe('AR Q1');
      const rows = await database().db`select state, reason from instrument_message order by id`;
      expect([...rows]).toEqual([
        { state: 'refused', reason: 'unknown-sender' },
        { state: 'refused', reason: 'query-unreadable' },
      ]);
      expect(await fates()).toEqual([]);
    });
  });

  describe('an analyser that speaks IHE LAW (@medplum/hl7)', () => {
    let client: Hl7Client;
    let connection: Hl7Connection;
    const heard: string[] = [];
    beforeEach(async () => {
      heard.length = 0;
      client = new Hl7Client({ host: '127.0.0.1', port: listener.port, keepAlive: true });
      connection = await client.connect();
      connection.addEventListener('message', ({ message }) => void heard.push(message.toString()));
    });
    afterEach(() => client.close());
    const orders = () => heard.filter((text) => typeOf(text) === 'OML');

    it('asks, is answered, gets its orders and answers them', async () => {
      const built = await tubes(2);
      const plate = await enterPlate(database().owner, laboratory, built);
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
      const { barcode } = await enterPlate(database().owner, laboratory, built);
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
      const { barcode } = await enterPlate(database().owner, laboratory, built);
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
    analyser.write(encodeFrame(qbp(tube!.code, { msh: 'AL|AL' })));
    const heard = await analyser.answers(3);
    expect(heard.map(typeOf)).toEqual(['ACK', 'RSP', 'OML']);
    expect(msaOf(heard[0] ?? '')).toBe('CA Q1');
    const answered = await analyser.ask(orl(idOf(heard[2] ?? '')).replace('|P|2.5.1', '|P|2.5.1|||AL'));
    expect(msaOf(answered)).toBe(`CA R${idOf(heard[2] ?? '')}`);
  });

  describe('a Chinese analyser (QRY^Q02)', () => {
    it('is answered QCK^Q02, then DSR^Q03 as its own message, and answers ACK^Q03', async () => {
      const [tube] = await tubes(1);
      analyser.write(encodeFrame(qry(tube!.code)));
      const [qck = '', dsr = ''] = await analyser.answers(2);
      expect([typeOf(qck), msaOf(qck), statusOf(qck)]).toEqual(['QCK', 'AA 4', 'OK']);
      expect(readOrders(readMessage(dsr))).toMatchObject([
        { code: tube!.code, role: 'pool', memberCount: 3, plateBarcode: null },
      ]);
      expect(readMessage(dsr).first('DSC')?.text(1)).toBe('');
      analyser.write(encodeFrame(ackQ03(idOf(dsr))));
      await settled('accepted');
      expect(statusOf(await analyser.ask(qry('NOWHERE')))).toBe('NF');
      expect(msaOf(await analyser.ask(qry('')))).toBe('AR 4');
    });

    it('gets many samples one after another, each when the one before is acknowledged', async () => {
      const built = await tubes(2);
      const { barcode } = await enterPlate(database().owner, laboratory, built);
      analyser.write(encodeFrame(qry(barcode)));
      await analyser.answers(1);
      const codes: string[] = [];
      for (const pointer of ['2', '3', '4', '']) {
        const [dsr = ''] = await analyser.answers(1);
        codes.push(readOrders(readMessage(dsr))[0]?.code ?? '');
        expect(readMessage(dsr).first('DSC')?.text(1)).toBe(pointer);
        analyser.write(encodeFrame(ackQ03(idOf(dsr))));
      }
      expect(codes).toEqual([...built.map(({ code }) => code), `NC-${barcode}`, `PC-${barcode}`]);
      await until(async () => (await messages()).every(({ state }) => state === 'accepted'));
    });

    it.each(['its names', 'its connection'])(
      'is known by %s when its ACK^Q03 names nobody, and nobody else may acknowledge for it',
      async (by) => {
        if (by === 'its connection')
          await database().owner`
            update instrument set profile_id = 'qry-q02', identified_by = 'connection' where id = ${laboratory.instrumentId}`;
        const built = await tubes(2);
        await enterPlate(database().owner, laboratory, built);
        await sleep(300);
        analyser.write(encodeFrame(qry('', { rack: (await plateBarcode(built[0]!.tubeId)) ?? '' })));
        const [, first = ''] = await analyser.answers(2);
        const blank = ackQ03(idOf(first)).replace(from(), '|');
        if (by === 'its names') {
          const stranger = await openAnalyser(listener.port);
          stranger.write(encodeFrame(blank));
          await sleep(200);
          expect((await messages())[0]?.state).toBe('sent');
          stranger.socket.destroy();
        }
        analyser.write(encodeFrame(blank));
        const [second = ''] = await analyser.answers(1);
        expect(typeOf(second)).toBe('DSR');
        expect((await messages()).slice(0, 2).map(({ state }) => state)).toEqual(['accepted', 'sent']);
      },
    );

    it('is told its own code of the test, by the kit or for every kit', async () => {
      const codes = [{ code: 'ANY' }, { kitId: 'test-kit', code: '77^x' }];
      const definition = JSON.stringify({ ...genericProfile, id: 'coded', orderCodes: codes });
      await database().owner`
        insert into sender_profile values ('drill', 'coded', 1, ${definition}::text::jsonb, ${laboratory.technicianId}, '2030-01-01Z')`;
      await database()
        .owner`update instrument set profile_id = 'coded' where id = ${laboratory.instrumentId}`;
      const [loose, plated] = await tubes(2);
      await enterPlate(database().owner, laboratory, [plated!]);
      const testOf = async (code: string) => {
        analyser.write(encodeFrame(qry(code)));
        const [, sent = ''] = await analyser.answers(2);
        return readMessage(sent).all('DSP').at(28)?.text(3);
      };
      expect(await testOf(loose!.code)).toBe('ANY');
      expect(await testOf(plated!.code)).toBe('77^x');
      analyser.write(encodeFrame(qbp(plated!.code)));
      const [, order = ''] = await analyser.answers(2);
      expect(readMessage(order).first('OBR')?.text(4)).toBe('77^x');
    });

    it('gets no more of a chain of which it refused one', async () => {
      const { barcode } = await enterPlate(database().owner, laboratory, await tubes(2));
      analyser.write(encodeFrame(qry('', { rack: barcode })));
      const [, dsr = ''] = await analyser.answers(2);
      analyser.write(encodeFrame(ackQ03(idOf(dsr), 'AR')));
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
      analyser.write(encodeFrame(qry('', { qrf: '|20300101100000|20300101120000|||RCT|COR|ALL||' })));
      const [, dsr = ''] = await analyser.answers(2);
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
      analyser.socket.on('data', (chunk: Buffer) => {
        for (const event of decoder.push(chunk)) if (event.kind === 'frame') heard.push(event.body);
      });
      analyser.write(encodeFrame(iconv.encode(qry(codes[0]!, { charset: 'GBK' }), 'gbk')));
      await until(async () => heard.length === 2);
      expect(heard[1]?.includes(iconv.encode('DSP|21||阴管1||', 'gbk'))).toBe(true);
      expect(heard[1]?.includes('?')).toBe(false);
      // by its plate: the query itself is plain
      const { barcode } = await enterPlate(owner, laboratory, [{ ...built[1]!, code: codes[1]! }]);
      analyser.write(encodeFrame(qry(barcode, { charset: 'GBK' })));
      await until(async () => heard.length === 3);
      expect(msaOf(heard[2]?.toString('latin1') ?? '')).toBe('AR 4');
      expect((await fates()).at(-1)).toEqual({ fate: 'refused', reason: 'character-set' });
    });
  });

  it('keeps the order of a connection on which queries and results are mixed', async () => {
    const built = await tubes(2);
    const frames = [
      poolMessage({ controlId: '1' }),
      qbp(built[0]!.code, { id: 'Q1' }),
      poolMessage({ controlId: '2' }),
      qbp('NOWHERE', { id: 'Q2' }),
      qbp(built[1]!.code, { id: 'Q3' }),
      poolMessage({ controlId: '3' }),
    ];
    analyser.write(Buffer.concat(frames.map((text) => encodeFrame(text))));
    const heard = await analyser.answers(8);
    expect(heard.map((text) => (typeOf(text) === 'OML' ? 'OML' : msaOf(text)))).toEqual([
      'CA 1',
      'AA Q1',
      'OML',
      'CA 2',
      'AA Q2',
      'AA Q3',
      'OML',
      'CA 3',
    ]);
    expect(await database().db`select 1 from instrument_message`).toHaveLength(3);
  });

  it('answers AE within a second while the records stall, and results elsewhere are not kept waiting', async () => {
    const { owner } = database();
    const [tube] = await tubes(1);
    const other = await openAnalyser(listener.port);
    await owner.begin(async (tx) => {
      await tx`lock table instrument_query in access exclusive mode`;
      const started = performance.now();
      analyser.write(
        Buffer.concat(Array.from({ length: 100 }, (_, i) => encodeFrame(qbp(tube!.code, { id: `S${i}` })))),
      );
      expect(msaOf(await other.ask(poolMessage()))).toBe('CA 1');
      const heard = await analyser.answers(100);
      expect(performance.now() - started).toBeLessThan(1500);
      expect(new Set(heard.map((text) => msaOf(text).slice(0, 2)))).toEqual(new Set(['AE']));
    });
    await until(async () => statusOf(await analyser.ask(qbp('NOWHERE'))) === 'NF');
    expect((await messages()).filter(({ state }) => state === 'sent')).toEqual([]);
    other.socket.destroy();
  });

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
      const plate = await enterPlate(owner, laboratory, await tubes(2));
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
      const plate = await enterPlate(database().owner, laboratory, await tubes(1));
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
      const before = listener;
      listener = await listen();
      await before.close();
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
      await hurry();
      await settled('accepted');
      expect(heard).toHaveLength(1);
    }, 40_000);

    it('goes over the connection that the instrument holds when it has no port', async () => {
      expect(msaOf(await analyser.ask(poolMessage()))).toBe('CA 1');
      await push(null);
      const [oml = ''] = await analyser.answers(1);
      expect(typeOf(oml)).toBe('OML');
      analyser.write(encodeFrame(orl(idOf(oml))));
      await settled('accepted');
    });
  });
});
