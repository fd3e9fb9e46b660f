import { setTimeout as sleep } from 'node:timers/promises';
import { readMessage } from '#lis/hl7';
import { enterLaboratory, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type Analyser, openAnalyser } from '../analyser.fixture.js';
import { openMllp } from '../gateway.fixture.js';
import type { Listener } from '../open-listener.js';

export const from = (n = 'drill-1') => `app-${n}|facility-${n}`;
export const qbp = (
  code: string,
  given: { id?: string; sender?: string; msh?: string; name?: string } = {},
) =>
  `MSH|^~\\&|${given.sender ?? from()}|LIS|CDC|20300101120000||QBP^Q11^QBP_Q11|${given.id ?? 'Q1'}|P|2.5.1|||${given.msh ?? 'NE|AL'}||UNICODE UTF-8|||LAB-27^IHE\r` +
  `QPD|${given.name ?? 'WOS^Work Order Step^IHELAW'}|tag1|${code}\rRCP|I\r`;
export const qry = (code: string, given: { charset?: string; qrf?: string; rack?: string } = {}) =>
  `MSH|^~\\&|${from()}|||20300101120000||QRY^Q02|4|P|2.3.1||||||${given.charset ?? 'ASCII'}\r` +
  `QRD|20300101120000|R|D|2|||RD|${code}|OTH|${given.rack ?? ''}||T|\rQRF|${given.qrf ?? '|||||RCT|COR|ALL||'}\r`;
export const orl = (controlId: string, code = 'AA', rest = '', sender = from()) =>
  `MSH|^~\\&|${sender}|LIS|CDC|20300101||ORL^O34^ORL_O42|R${controlId}|P|2.5.1\rMSA|${code}|${controlId}\r${rest}`;
export const ackQ03 = (controlId: string, code = 'AA') =>
  `MSH|^~\\&|${from()}|||20300101||ACK^Q03|A${controlId}|P|2.3.1\rMSA|${code}|${controlId}\rERR|0\r`;
export const idOf = (text: string) => readMessage(text).first('MSH')?.text(10) ?? '';
export const typeOf = (text: string) => readMessage(text).first('MSH')?.text(9) ?? '';
export const statusOf = (text: string) => readMessage(text).first('QAK')?.text(2);

type Row = {
  state: string;
  codes: string[];
  attempts: number;
  refused: string[];
  controlId: string;
  answerCode: string;
};

/** A gateway that sends orders without patience, three laboratories, and before each spec an analyser of the first. */
export function useOrders() {
  const database = useDatabase();
  const opened: { laboratory?: Laboratory; listener?: Listener; analyser?: Analyser } = {};
  const there = <T>(one: T | undefined): T => {
    if (one === undefined) throw new Error('not before the specs begin');
    return one;
  };
  const listen = () =>
    openMllp(database().context, {
      host: '127.0.0.1',
      port: 0,
      warn: () => undefined,
      orderPace: { answerMs: 600, lookEachMs: 50 },
    });
  beforeAll(async () => {
    const { owner } = database();
    opened.laboratory = await enterLaboratory(owner);
    await enterLaboratory(owner, 'drill', 2);
    await enterLaboratory(owner, 'real', 3);
    opened.listener = await listen();
  });
  afterAll(() => opened.listener?.close());
  beforeEach(async () => {
    const { owner } = database();
    await owner`truncate instrument_message, order_message, instrument_query, outbox, audit, attention`;
    await owner`update instrument set orders = 'ask-only', order_host = null, order_port = null,
      profile_id = 'generic', profile_version = 1, identified_by = 'names', local_port = null`;
    await owner`delete from sender_profile`;
    opened.analyser = await openAnalyser(there(opened.listener).port);
  });
  afterEach(() => opened.analyser?.socket.destroy());

  const messages = async () => [
    ...(await database().db<Row[]>`
      select state, codes, attempts, refused, control_id as "controlId", answer_code as "answerCode" from order_message order by id`),
  ];
  const until = async (what: () => Promise<boolean>) => {
    for (let i = 0; i < 400; i++) {
      if (await what()) return;
      await sleep(25);
    }
    throw new Error('it did not come about');
  };
  return {
    database,
    get laboratory() {
      return there(opened.laboratory);
    },
    get listener() {
      return there(opened.listener);
    },
    get analyser() {
      return there(opened.analyser);
    },
    /** Another gateway takes over, while the first one ends. */
    async restart() {
      const before = opened.listener;
      opened.listener = await listen();
      await before?.close();
    },
    tubes: (count: number, given = {}) =>
      enterTubes(database().owner, database().context, there(opened.laboratory), count, {
        members: 3,
        ...given,
      }),
    messages,
    fates: async () => [
      ...(await database().db<
        { fate: string; reason: string | null }[]
      >`select fate, reason from instrument_query order by id`),
    ],
    actions: async () =>
      (await database().db`select action from audit order by id`).map(({ action }) => String(action)),
    until,
    settled: (state: string) => until(async () => (await messages()).some((row) => row.state === state)),
  };
}
