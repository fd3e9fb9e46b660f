import { connect as connectSocket } from 'node:net';
import { encodeFrame } from '#lis/hl7';
import { connect } from '#lis/persistence';
import { enterLaboratory, useDatabase } from '#lis/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Analyser, msaOf, openAnalyser, poolMessage } from './analyser.fixture.js';
import { openMllp } from './gateway.fixture.js';
import type { Listener } from './open-listener.js';

describe('the gateway', () => {
  const database = useDatabase();
  const warnings: string[] = [];
  let listener: Listener;
  let analyser: Analyser;
  const options = {
    host: '127.0.0.1',
    port: 0,
    warn: (event: string) => void warnings.push(event),
    maxFrameBytes: 20_000,
    halfFrameMs: 300,
  };
  beforeAll(async () => {
    await enterLaboratory(database().owner);
    listener = await openMllp(database().context, options);
  });
  afterAll(() => listener.close());
  beforeEach(async () => {
    const { owner } = database();
    await owner`truncate instrument_message`;
    await owner`truncate outbox, audit, attention`;
    analyser?.socket.destroy();
    analyser = await openAnalyser(listener.port);
  });
  const stored = async () => {
    const rows = await database().db<
      { state: string; reason: string | null; controlId: string; answer: string; body: Buffer }[]
    >`
      select state, reason, control_id as "controlId", answer, body from instrument_message order by id`;
    return [...rows];
  };
  const jobs = async () => [
    ...(await database().db<
      { sweepId: number; payload: { messageIds: string[] } }[]
    >`select sweep_id as "sweepId", payload from outbox`),
  ];

  it('acknowledges what is stored, with its job and its audit', async () => {
    expect(msaOf(await analyser.ask(poolMessage()))).toBe('CA 1');
    expect(await stored()).toMatchObject([
      { state: 'stored', controlId: '1', body: Buffer.from(poolMessage()) },
    ]);
    expect(await jobs()).toMatchObject([{ sweepId: -1, payload: { messageIds: [expect.any(String)] } }]);
    const audit = await database().db`select action, detail ->> 'count' as count from audit`;
    expect([...audit]).toEqual([{ action: 'messages-stored', count: '1' }]);
  });

  it('gives a repeat the stored answer and no work', async () => {
    const first = await analyser.ask(poolMessage());
    const other = await openAnalyser(listener.port);
    expect(await other.ask(poolMessage())).toBe(first);
    expect(await analyser.ask(poolMessage())).toBe(first);
    expect((await stored()).length).toBe(1);
    expect((await jobs()).length).toBe(1);
    other.socket.destroy();
  });

  it('has one effect of three senders of the same messages, interleaved', async () => {
    const texts = Array.from({ length: 60 }, (_, i) => poolMessage({ controlId: `${i}`, code: `T${i}` }));
    const analysers = await Promise.all([1, 2, 3].map(() => openAnalyser(listener.port)));
    const heard = await Promise.all(
      analysers.map(async (one, k) => {
        const shifted = [...texts.slice(k * 20), ...texts.slice(0, k * 20)];
        one.write(Buffer.concat(shifted.map((text) => encodeFrame(text))));
        const answers = await one.answers(60);
        expect(answers.map((answer) => msaOf(answer).split(' ')[1])).toEqual(
          shifted.map((text) => /\|(\d+)\|P\|/.exec(text)?.[1]),
        );
        return answers.sort();
      }),
    );
    expect(heard[1]).toEqual(heard[0]);
    expect(heard[2]).toEqual(heard[0]);
    expect((await stored()).length).toBe(60);
    expect((await jobs()).flatMap(({ payload }) => payload.messageIds).length).toBe(60);
    for (const one of analysers) one.socket.destroy();
  });

  it('stores 100 results of an analyser that starts again at control id 1', async () => {
    for (const time of ['20300101120000+0800', '20300101130000+0800']) {
      for (let i = 1; i <= 50; i++)
        expect(msaOf(await analyser.ask(poolMessage({ controlId: `${i}`, time })))).toBe(`CA ${i}`);
    }
    expect((await stored()).length).toBe(100);
  });

  it('takes the same key for another specimen or run, and parks another value', async () => {
    await analyser.ask(poolMessage());
    expect(msaOf(await analyser.ask(poolMessage({ code: 'T2' })))).toBe('CA 1');
    expect(msaOf(await analyser.ask(poolMessage({ runNumber: 'R2' })))).toBe('CA 1');
    const refused = await analyser.ask(poolMessage({ ct: 30 }));
    expect(msaOf(refused)).toBe('CR 1');
    expect(refused).toContain('205');
    expect(await analyser.ask(poolMessage({ ct: 30 }))).toBe(refused);
    expect((await stored()).map(({ state }) => state)).toEqual(['stored', 'stored', 'stored', 'parked']);
    expect((await jobs()).length).toBe(3);
    const attention = await database().db`select sweep_id, code from attention`;
    expect([...attention]).toEqual([{ sweep_id: -1, code: 'message-key-reused' }]);
  });

  describe('of a sender without names', { timeout: 60_000 }, () => {
    const nameless = (controlId: number, code: string, ct = 28, time = '') =>
      `MSH|^~\\&|||||${time}||ORU^R01|${controlId}|P|2.5||||0\rOBR|1|${code}\rOBX|1|NM|N||${ct}||||||F`;
    const speaks = async (port: number | null) => {
      const { owner } = database();
      await owner`delete from instrument where id = -60`;
      await owner`insert into instrument (id, laboratory_id, serial, sending_application, sending_facility, profile_id, identified_by, local_port)
        values (-60, -1, 'S60', '', '', 'qry-q02', 'connection', ${port})`;
      await new Promise((resolve) => setTimeout(resolve, 3300));
    };

    it('knows it by address and port, and answers in its version', async () => {
      await speaks(listener.port + 1);
      expect(msaOf(await analyser.ask(nameless(1, 'T1')))).toMatch(/^AR/);
      await speaks(listener.port);
      const answer = await analyser.ask(nameless(1, 'T1'));
      expect(msaOf(answer)).toBe('AA 1');
      expect(answer.split('\r')[0]).toMatch(/\|2\.3\.1/);
      expect((await stored()).map(({ state }) => state)).toEqual(['refused', 'stored']);
    });

    it('stores 100 new results under control ids that start again, and parks another value', async () => {
      await speaks(null);
      for (let day = 0; day < 2; day++)
        for (let i = 1; i <= 50; i++)
          expect(msaOf(await analyser.ask(nameless(i, `D${day}T${i}`)))).toBe(`AA ${i}`);
      expect((await stored()).filter(({ state }) => state === 'stored').length).toBe(100);
      const first = await analyser.ask(nameless(7, 'D0T7'));
      expect(msaOf(first)).toBe('AA 7');
      expect(msaOf(await analyser.ask(nameless(7, 'D0T7', 28, '20300102')))).toBe('AA 7');
      const refused = await analyser.ask(nameless(7, 'D0T7', 30));
      expect(msaOf(refused)).toBe('AR 7');
      expect(refused).toContain('205');
      const all = await stored();
      expect(all.map(({ state }) => state).filter((state) => state === 'parked').length).toBe(1);
      expect(all.length).toBe(102);
    });
  });

  it('refuses and keeps what an unknown sender sends, until it is entered', async () => {
    const text = poolMessage({ application: 'STRANGER' });
    expect(msaOf(await analyser.ask(text))).toBe('CR 1');
    expect(await stored()).toMatchObject([{ state: 'refused', reason: 'unknown-sender' }]);
    await database().owner`insert into instrument values (-50, -1, 'S50', 'STRANGER', 'facility-drill-1')`;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(msaOf(await analyser.ask(text))).toBe('CA 1');
  });

  it('refuses an instrument at another address than its own', async () => {
    await database()
      .owner`insert into instrument values (-51, -1, 'S51', 'ELSEWHERE', 'facility-drill-1', '10.1.0.0/16')`;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(msaOf(await analyser.ask(poolMessage({ application: 'ELSEWHERE' })))).toBe('CR 1');
  });

  it('answers each of several frames in order, the unreadable ones too', async () => {
    const bodies = [
      poolMessage({ controlId: '1' }),
      'GET / HTTP/1.1',
      poolMessage({ controlId: '2' }),
      '',
      poolMessage({ controlId: 'N\0' }),
      'x'.repeat(30_000),
      poolMessage({ controlId: '3' }),
    ];
    analyser.write(Buffer.concat(bodies.map((body) => encodeFrame(body))));
    expect((await analyser.answers(7)).map(msaOf)).toEqual([
      'CA 1',
      'AR ',
      'CA 2',
      'AR ',
      'AR ',
      'AR ',
      'CA 3',
    ]);
    expect(
      (await stored())
        .filter(({ state }) => state === 'refused')
        .map(({ reason }) => reason)
        .filter((reason) => reason !== null)
        .sort((a, b) => a.localeCompare(b)),
    ).toEqual(['empty', 'not-hl7', 'nul-in-header', 'too-large']);
  });

  it('stores bytes of any character set as they came', async () => {
    const body = Buffer.concat([
      Buffer.from(poolMessage()),
      Buffer.from([0x4e, 0x54, 0x45, 0x7c, 0x81, 0x7c, 0xfe, 0x0d]),
    ]);
    expect(msaOf(await analyser.ask(body))).toBe('CA 1');
    expect((await stored())[0]?.body).toEqual(body);
  });

  it('stores nothing of a message that was cut in half', async () => {
    const other = await openAnalyser(listener.port);
    other.write(encodeFrame(poolMessage({ controlId: '7' })).subarray(0, 500));
    other.socket.destroy();
    expect(msaOf(await analyser.ask(poolMessage()))).toBe('CA 1');
    expect((await stored()).length).toBe(1);
  });

  it('ends a connection that hangs in half a frame', async () => {
    analyser.write(encodeFrame(poolMessage()).subarray(0, 500));
    await new Promise((resolve) => analyser.socket.once('close', resolve));
    expect(warnings).toContain('connection-ended');
  });

  it('ends a connection that speaks no MLLP, and one that trickles its frame', async () => {
    const [browser, trickler] = await Promise.all([1, 2].map(() => openAnalyser(listener.port)));
    browser?.write(Buffer.from('GET / HTTP/1.1\r\nHost: gateway\r\n\r\n'));
    trickler?.write(Buffer.from('\x0bMSH|'));
    const trickle = setInterval(() => trickler?.write(Buffer.from('A')), 100);
    await Promise.all(
      [browser, trickler].map((one) => new Promise((resolve) => one?.socket.once('close', resolve))),
    );
    clearInterval(trickle);
    expect(msaOf(await analyser.ask(poolMessage()))).toBe('CA 1');
  });

  it('closes what one address opens beyond its cap, and answers the others', async () => {
    const idle = Array.from({ length: 400 }, () =>
      connectSocket({ port: listener.port, host: '127.0.0.1', localAddress: '127.0.0.9' }),
    );
    let closed = 0;
    for (const socket of idle) socket.on('error', () => undefined).once('close', () => closed++);
    await expect.poll(() => closed, { timeout: 10_000 }).toBe(400 - 256);
    expect(warnings).toContain('connection-refused');
    expect(msaOf(await analyser.ask(poolMessage()))).toBe('CA 1');
    for (const socket of idle) socket.destroy();
  });

  it('takes a batch whatever ends its lines', async () => {
    for (const [n, end] of ['\r', '\n', '\r\n'].entries()) {
      const lines = `BHS|^~\\&\r${poolMessage({ controlId: `B${n}` })}BTS|1\r`.replaceAll('\r', end);
      expect(msaOf(await analyser.ask(lines))).toBe(`CA B${n}`);
    }
  });

  it('gives the stored answer to an analyser that lost its connection before it', async () => {
    const other = await openAnalyser(listener.port);
    other.write(encodeFrame(poolMessage()));
    await new Promise((resolve) => setTimeout(resolve, 5));
    other.socket.destroy();
    const answer = await analyser.ask(poolMessage());
    const rows = await stored();
    expect(rows.length).toBe(1);
    expect(answer).toBe(rows[0]?.answer);
  });

  it.each([
    ['', '', ['AA']],
    ['', '2', ['AA']],
    ['NE', 'AL', ['AA']],
    ['AL', 'AL', ['CA', 'AA']],
    ['NE', 'NE', []],
    // rubbish is no condition, and silence must be asked for
    ['YES', 'no', ['AA']],
    ['X', '', ['AA']],
    ['X', 'NE', ['AA']],
    ['AL', 'X', ['CA']],
    ['al', ' ne', ['CA']],
  ])('answers MSH-15 %s MSH-16 %s with %j', async (accept, application, codes) => {
    await analyser.ask(poolMessage({ controlId: 'warm' }));
    analyser.write(encodeFrame(poolMessage().replace('|AL|NE|', `|${accept}|${application}|`)));
    analyser.write(encodeFrame(poolMessage({ controlId: 'last' })));
    const heard = await analyser.answers(codes.length + 1);
    expect(heard.map((answer) => msaOf(answer).slice(0, 2))).toEqual([...codes, 'CA']);
  });

  it('never acknowledges an acknowledgement', async () => {
    analyser.write(
      encodeFrame('MSH|^~\\&|app-drill-1|facility-drill-1|||20300101||ACK^R22|9|P|2.5.1\rMSA|AA|1\r'),
    );
    expect(msaOf(await analyser.ask(poolMessage()))).toBe('CA 1');
    expect((await stored()).length).toBe(1);
  });

  it('answers 207 within a second while the database stalls, and recovers', async () => {
    const { owner } = database();
    await owner.begin(async (tx) => {
      await tx`lock table instrument_message in access exclusive mode`;
      const started = performance.now();
      const answer = await analyser.ask(poolMessage());
      expect(performance.now() - started).toBeLessThan(1000);
      expect(msaOf(answer)).toBe('CE 1');
      expect(answer).toContain('207');
    });
    expect(msaOf(await analyser.ask(poolMessage()))).toBe('CA 1');
    expect((await stored()).length).toBe(1);
  });

  it('recovers when its server connections are ended', async () => {
    const { owner } = database();
    await owner`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test' and datname = current_database()`;
    let answer = '';
    for (let i = 0; i < 20 && !answer.startsWith('CA'); i++)
      answer = msaOf(await analyser.ask(poolMessage()));
    expect(answer).toBe('CA 1');
    expect((await stored()).length).toBe(1);
  });

  it('answers 207 without any database, and ends when told, whatever idles', async () => {
    const dead = connect('postgres://nobody@127.0.0.1:1/none', { name: 'dead', max: 1 });
    const alone = await openMllp({ ...database().context, db: dead }, options);
    const other = await openAnalyser(alone.port);
    const started = performance.now();
    expect(msaOf(await other.ask(poolMessage()))).toBe('CE 1');
    expect(performance.now() - started).toBeLessThan(1000);
    await alone.close();
    expect(performance.now() - started).toBeLessThan(7000);
    await dead.end({ timeout: 0 });
  });
});
