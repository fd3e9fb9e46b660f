import { askPlateOrder } from '#lis/persistence';
import { enterLaboratory, enterPlate, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openAstm } from '../gateway.fixture.js';
import type { Listener } from '../open-listener.js';
import {
  ACK_BYTE,
  cartridgeMessage,
  ENQ_BYTE,
  type GeneXpert,
  NAK_BYTE,
  openGeneXpert,
} from './gene-xpert.fixture.js';

describe('the ASTM port', { timeout: 60_000 }, () => {
  const database = useDatabase();
  const warnings: string[] = [];
  let laboratory: Laboratory;
  let listener: Listener;
  let xpert: GeneXpert;
  const listen = () =>
    openAstm(database().context, {
      host: '127.0.0.1',
      port: 0,
      warn: (event, { reason }) => void warnings.push(`${event} ${String(reason)}`),
      times: { replyMs: 4000, receiveMs: 800, contentionMs: 1500, busyMs: 300 },
      noiseMs: 500,
      storeWithinMs: 1000,
      checkEachMs: 50,
      lookEachMs: 100,
    });
  beforeAll(async () => {
    laboratory = await enterLaboratory(database().owner);
    await database().owner`
      update instrument set profile_id = 'genexpert-astm', identified_by = 'connection', protocol = 'astm'
      where id = ${laboratory.instrumentId}`;
    listener = await listen();
  });
  afterAll(() => listener.close());
  beforeEach(async () => {
    const { owner } = database();
    await owner`truncate instrument_message, outbox, audit, attention, order_message, instrument_query`;
    await owner`update instrument set orders = 'ask-only'`;
    warnings.length = 0;
    xpert = await openGeneXpert(listener.port);
  });
  afterEach(() => xpert.socket.destroy());
  const stored = async () => [
    ...(await database().db<
      { state: string; reason: string | null; body: Buffer; instrument: number | null }[]
    >`
      select state, reason, body, instrument_id as instrument from instrument_message order by id`),
  ];
  const eventually = async <T>(read: () => Promise<T>, isThere: (seen: T) => boolean): Promise<T> => {
    for (let i = 0; i < 200; i++) {
      const seen = await read();
      if (isThere(seen)) return seen;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return read();
  };
  const orders = async () => [
    ...(await database().db<{ state: string; cause: string; codes: string[]; code: string | null }[]>`
      select state, cause, codes, answer_code as code from order_message order by id`),
  ];
  const query = (q: string) =>
    `H|@^\\|Q1||HOSPITAL^GeneXpert^6.4|||||LIS||P|1394-97|20300101121000\rQ|1|${q}||||||||||O@N\rL|1|N\r`;
  const receivedTube = async () => {
    const { owner, context } = database();
    const [tube] = await enterTubes(owner, context, laboratory, 1, { members: 1 });
    await owner`update tube set state = 'received', laboratory_id = ${laboratory.laboratoryId} where id = ${tube!.tubeId}`;
    return tube!;
  };

  it('keeps a message before its last frame is acknowledged, with its job and its audit, once', async () => {
    expect(await xpert.send(cartridgeMessage())).toBe(0);
    expect(await stored()).toEqual([
      {
        state: 'stored',
        reason: null,
        body: Buffer.from(cartridgeMessage()),
        instrument: laboratory.instrumentId,
      },
    ]);
    // again over the same line, and over another
    expect(await xpert.send(cartridgeMessage())).toBe(0);
    const other = await openGeneXpert(listener.port);
    expect(await other.send(cartridgeMessage())).toBe(0);
    other.socket.destroy();
    expect((await stored()).length).toBe(1);
    expect(await xpert.send(cartridgeMessage({ time: '20300101121001' }))).toBe(0);
    expect(await xpert.send(cartridgeMessage({ ct: '29' }))).toBe(0);
    expect((await stored()).length).toBe(3);
    expect((await database().db`select id from outbox where topic = 'message'`).length).toBe(3);
    const audit = await database().db`select distinct action from audit`;
    expect([...audit]).toEqual([{ action: 'messages-stored' }]);
  });

  it('has one effect of a receipt that was lost on the way', async () => {
    await xpert.sendAllButReply(cartridgeMessage());
    await eventually(stored, (rows) => rows.length === 1);
    xpert.socket.destroy();
    const again = await openGeneXpert(listener.port);
    expect(await again.send(cartridgeMessage())).toBe(0);
    again.socket.destroy();
    expect((await stored()).length).toBe(1);
  });

  it('acknowledges nothing that is not committed, and has its last frame sent again', async () => {
    let release = () => undefined as void;
    const held = database().owner.begin(async (tx) => {
      await tx`lock table instrument_message in access exclusive mode`;
      await new Promise<void>((resolve) => (release = resolve));
    });
    try {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await xpert.sendAllButReply(cartridgeMessage());
      // the records are away for longer than a message waits for them
      expect(await xpert.next()).toBe(NAK_BYTE);
    } finally {
      release();
      await held;
    }
    xpert.socket.destroy();
    const again = await openGeneXpert(listener.port);
    expect(await again.send(cartridgeMessage())).toBe(0);
    again.socket.destroy();
    expect((await stored()).length).toBe(1);
  });

  it('starts again where another gateway died', async () => {
    const first = await listen();
    const one = await openGeneXpert(first.port);
    await one.sendAllButReply(cartridgeMessage({ code: 'T9' }));
    one.socket.destroy();
    await first.close();
    expect(await xpert.send(cartridgeMessage({ code: 'T9' }))).toBe(0);
    expect((await stored()).length).toBe(1);
  });

  it('asks for a damaged frame again', async () => {
    xpert.write(ENQ_BYTE);
    expect(await xpert.next()).toBe(ACK_BYTE);
    xpert.socket.write('\x021H|\\^&\r\x0300\r\n');
    expect(await xpert.next()).toBe(NAK_BYTE);
    expect(await xpert.send(cartridgeMessage())).toBe(0);
    expect((await stored()).length).toBe(1);
    expect(warnings).toContain('line-fault checksum');
  });

  it('keeps what has no end and interprets none of it', async () => {
    const half = 'H|@^\\|\rO|1|T1\r';
    expect(await xpert.send(half)).toBe(0);
    const rows = await eventually(stored, (seen) => seen.length === 1);
    expect(rows).toEqual([
      { state: 'parked', reason: 'incomplete', body: Buffer.from(half), instrument: laboratory.instrumentId },
    ]);
    xpert.write(ENQ_BYTE);
    xpert.socket.write('\x021H|\\^&\r\x03E5\r\n');
    // silence, after which the line is free again
    expect((await eventually(stored, (seen) => seen.length === 2)).length).toBe(2);
    expect((await database().db`select id from outbox`).length).toBe(0);
  });

  it('refuses bytes that are no message, and senders that it does not know', async () => {
    expect(await xpert.send('O|1|T1\rL|1|N\r')).toBe('given-up');
    const { owner } = database();
    await owner`update instrument set identified_by = 'names' where id = ${laboratory.instrumentId}`;
    await new Promise((resolve) => setTimeout(resolve, 3300));
    expect(await xpert.send(cartridgeMessage())).toBe('given-up');
    expect((await stored()).map(({ state, reason }) => `${state} ${reason}`)).toEqual([
      'refused not-astm',
      'refused unknown-sender',
    ]);
    await owner`update instrument set allowed_address = '10.0.0.1' where id = ${laboratory.instrumentId}`;
    await new Promise((resolve) => setTimeout(resolve, 3300));
    const stranger = await openGeneXpert(listener.port);
    expect(await stranger.next()).toBe('end');
    expect(warnings).toContain('connection-refused unknown-sender');
    await owner`update instrument set allowed_address = '127.0.0.1', identified_by = 'connection'
      where id = ${laboratory.instrumentId}`;
    await new Promise((resolve) => setTimeout(resolve, 3300));
  });

  it('ends a connection that speaks something else', async () => {
    xpert.socket.write('GET / HTTP/1.1\r\n\r\n');
    expect(await xpert.next()).toBe('end');
    expect(warnings).toContain('connection-ended no-astm');
  });

  it('answers a query with codes, and remembers that it was taken', async () => {
    const tube = await receivedTube();
    expect(await xpert.send(query(`PAT^${tube.code}`))).toBe(0);
    const answer = await xpert.take();
    expect(answer).toContain('H|@^\\|SW');
    expect(answer).toContain('||LIS|||||HOSPITAL^GeneXpert^6.4||P|');
    expect(answer).toMatch(new RegExp(`\rP\\|1\rO\\|1\\|${tube.code}\\|`));
    expect(answer).toMatch(/\rL\|1\|F\r$/);
    const rows = await eventually(orders, (seen) => seen[0]?.state === 'accepted');
    expect(rows).toEqual([{ state: 'accepted', cause: 'query', codes: [tube.code], code: 'ACK' }]);
    const [kept] = await database().db<{ fate: string; body: Buffer; answer: Buffer }[]>`
      select fate, body, answer from instrument_query`;
    expect(kept?.fate).toBe('ordered');
    expect(kept?.answer.toString()).toBe(answer);
    const audit = await database().db<{ action: string }[]>`select action from audit order by id`;
    expect(audit.map(({ action }) => action)).toEqual(['orders-asked', 'order-accepted']);
    expect((await stored()).length).toBe(0);
  });

  it('says that there is nothing for a tube that is unknown, and to one that may have no orders', async () => {
    expect(await xpert.send(query('^NOBODY'))).toBe(0);
    expect(await xpert.take()).toMatch(/\rL\|1\|I\r$/);
    const tube = await receivedTube();
    await database().owner`update instrument set orders = 'none'`;
    expect(await xpert.send(query(`^${tube.code}`))).toBe(0);
    expect(await xpert.take()).toMatch(/20\d{12}\rL\|1\|I\r$/);
    const fates = await database().db<{ fate: string }[]>`select fate from instrument_query order by id`;
    expect(fates.map(({ fate }) => fate)).toEqual(['nothing-ordered', 'refused']);
    expect(await orders()).toEqual([]);
  });

  it('gives way when both begin, takes the results first and asks again later', async () => {
    const tube = await receivedTube();
    await xpert.send(query(`^${tube.code}`));
    expect(await xpert.next()).toBe(ENQ_BYTE);
    // both have said ENQ: the host does not answer, and the instrument says it again
    xpert.write(ENQ_BYTE);
    const since = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await xpert.send(cartridgeMessage())).toBe(0);
    expect((await stored()).length).toBe(1);
    expect(await xpert.take()).toContain(tube.code);
    expect(performance.now() - since).toBeGreaterThan(1300);
    expect((await eventually(orders, (seen) => seen[0]?.state === 'accepted'))[0]?.state).toBe('accepted');
  });

  it('gives up an answer that is not taken', async () => {
    const tube = await receivedTube();
    await xpert.send(query(`^${tube.code}`));
    expect(await xpert.next()).toBe(ENQ_BYTE);
    xpert.socket.destroy();
    expect((await eventually(orders, (seen) => seen[0]?.state === 'timeout'))[0]?.state).toBe('timeout');
  });

  it('sends a plate unasked over the line that is open, and again after it was refused', async () => {
    const { owner, context } = database();
    await owner`update instrument set orders = 'law-push'`;
    const tubes = await enterTubes(owner, context, laboratory, 2, { members: 1 });
    const plate = await enterPlate(owner, laboratory, tubes);
    const [serial] = await owner<{ serial: string }[]>`
      select serial from instrument where id = ${laboratory.instrumentId}`;
    await database().db.begin((tx) =>
      askPlateOrder(tx, {
        plateId: plate.id,
        sweepId: laboratory.sweepId,
        laboratoryId: laboratory.laboratoryId,
        instrumentSerial: serial!.serial,
        at: context.clock.now('drill'),
      }),
    );
    expect(await xpert.next()).toBe(ENQ_BYTE);
    xpert.write(NAK_BYTE);
    const sent = await xpert.take();
    expect(sent).toMatch(/\rL\|1\|N\r$/);
    for (const { code } of tubes) expect(sent).toContain(`|${code}|${plate.barcode}^`);
    const [row] = await eventually(orders, (seen) => seen[0]?.state === 'accepted');
    expect(row).toMatchObject({ state: 'accepted', cause: 'plate', code: 'ACK' });
    expect(row?.codes).toEqual(expect.arrayContaining(tubes.map(({ code }) => code)));
  });
});
