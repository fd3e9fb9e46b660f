import { Hl7Server } from '@medplum/hl7';
import type { Bundle } from 'fhir/r4.js';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { readMessage, splitBatch } from '#lis/hl7';
import { addRecipientSecret } from '#lis/persistence';
import { seal } from '#lis/platform';
import { enterLaboratory, enterResults, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askReports, doJob } from '../testing/ask-reports.js';
import { openRecipient } from '../testing/recipient-server.js';
import { DeliveryOffice } from './delivery-office.js';

type Taken = { body: string; headers: IncomingHttpHeaders };
const singles = ['abnormal-tube', 'retest', 'correction'];
const everything = [...singles, 'negative-feed'];

describe('delivering reports in the formats of the field', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let number = 0;
  let closing: (() => unknown)[] = [];
  beforeEach(async () => {
    laboratory = await enterLaboratory(database().owner, 'drill', ++number);
  });
  afterEach(async () => {
    for (const close of closing.toReversed()) await close();
    closing = [];
    await database().owner`delete from delivery`;
    await database().owner`delete from recipient_secret`;
    await database().owner`delete from recipient`;
  });

  const recipient = (id: number, format: string, url: string, kinds = singles) => database().owner`
    insert into recipient (id, name, url, kinds, format) values (${id}, 'recipient', ${url}, ${kinds}, ${format})`;
  const open = () => {
    const office = new DeliveryOffice(database().context);
    office.onApplicationBootstrap();
    closing.push(() => office.beforeApplicationShutdown());
  };
  const report = async (count: number, outcome: 'positive' | 'negative', members = 10) => {
    const { db, owner, context } = database();
    const tubes = await enterTubes(owner, context, laboratory, count, { members });
    await enterResults(owner, laboratory, tubes, outcome);
    await doJob(context, await askReports(db, laboratory.sweepId, tubes));
  };
  const owed = async (recipientId: number) => {
    const [row] = await database().db<{ n: number }[]>`
      select count(*)::int as n from delivery where state = 'pending' and recipient_id = ${recipientId}`;
    return row?.n;
  };
  const errors = async (recipientId: number) =>
    (
      await database().db<{ error: string }[]>`
        select distinct last_error as error from delivery where recipient_id = ${recipientId} and last_error is not null`
    ).map(({ error }) => error);
  const until = async (what: () => Promise<boolean> | boolean, ms = 30_000) => {
    for (const end = Date.now() + ms; !(await what()); await sleep(20)) {
      if (Date.now() > end) throw new Error('it did not come to that');
    }
  };
  /** A receiver by @medplum/hl7; it answers AA unless `answer` says otherwise. */
  const mllpReceiver = async (
    answer: (controlId: string, attempt: number) => 'AA' | 'AE' | 'AR' = () => 'AA',
    delayMs = 0,
  ) => {
    const arrived: string[] = [];
    const server = new Hl7Server((connection) => {
      connection.addEventListener('message', ({ message }) => {
        arrived.push(message.toString());
        const id = message.getSegment('MSH')?.getField(10)?.toString() ?? '';
        const code = answer(id, arrived.filter((one) => one.includes(id)).length);
        setTimeout(() => connection.send(message.buildAck({ ackCode: code })), delayMs);
      });
    });
    const port = await freePort();
    await server.start(port);
    closing.push(() => server.stop({ forceDrainTimeoutMs: 10 }));
    return { arrived, url: `mllp://127.0.0.1:${port}` };
  };
  const httpReceiver = async (answer: (taken: Taken) => string) => {
    const arrived: Taken[] = [];
    const server = createServer((request, reply) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const taken = { body: Buffer.concat(parts).toString('utf8'), headers: request.headers };
        arrived.push(taken);
        reply.end(answer(taken));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return { arrived, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
  };

  it('brings ELR over MLLP to software nobody here wrote, whose acknowledgement is the receipt', async () => {
    const receiver = await mllpReceiver((_, attempt) => (attempt === 1 ? 'AE' : 'AA'));
    await recipient(-1, 'elr', receiver.url);
    await report(5, 'positive');
    open();
    await until(async () => (await owed(-1)) === 0);
    const byId = new Map<string, Set<string>>();
    for (const text of receiver.arrived) {
      const id = readMessage(text).first('MSH')?.text(10) ?? '';
      byId.set(id, (byId.get(id) ?? new Set()).add(text));
    }
    // each came twice, after the AE, and both times the same
    expect(receiver.arrived).toHaveLength(10);
    expect([...byId.values()].map((texts) => texts.size)).toEqual([1, 1, 1, 1, 1]);
    const [{ n } = { n: 0 }] = await database().db<{ n: number }[]>`
      select count(reported_at)::int as n from tube where sweep_id = ${laboratory.sweepId}`;
    expect(n).toBe(5);
  }, 60_000);

  it('is not delayed by MLLP that is dead, silent, slow or refuses', async () => {
    await recipient(-1, 'elr', 'mllp://127.0.0.1:9');
    const silent = createTcpServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    closing.push(() => silent.close());
    await recipient(-2, 'elr', `mllp://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    const slow = await mllpReceiver(() => 'AA', 400);
    await recipient(-3, 'elr', slow.url);
    const refusing = await mllpReceiver(() => 'AR');
    await recipient(-4, 'elr', refusing.url);
    const alive = await openRecipient();
    closing.push(alive.close);
    await recipient(-5, 'json', alive.url);
    const quick = await mllpReceiver();
    await recipient(-6, 'elr', quick.url);
    await report(100, 'positive', 2);
    const from = Date.now();
    open();
    await until(async () => (await owed(-5)) === 0 && (await owed(-6)) === 0, 20_000);
    expect(Date.now() - from).toBeLessThan(12_000);
    expect(alive.bodies().size).toBe(100);
    expect(new Set(quick.arrived.map((text) => readMessage(text).first('MSH')?.text(10))).size).toBe(100);
    expect(await owed(-1)).toBe(100);
    expect(await owed(-2)).toBe(100);
    expect(await owed(-4)).toBe(100);
    await until(async () => (await errors(-4)).length > 0 && (await errors(-1)).length > 0);
    expect(await errors(-1)).toEqual(['ECONNREFUSED']);
    expect(await errors(-4)).toEqual(['ack-AR']);
    expect(slow.arrived.length).toBeGreaterThan(0);
  }, 90_000);

  it('takes an answer that names another message for no receipt', async () => {
    const receiver = await mllpReceiver();
    const liar = createTcpServer((socket) => {
      socket.on('data', () =>
        socket.write('\u000bMSH|^~\\&|R|R|S|S|20300101||ACK|1|P|2.5.1\rMSA|AA|OTHER\r\u001c\r'),
      );
      socket.on('error', () => undefined);
      setTimeout(() => socket.destroy(), 300);
    });
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
    closing.push(() => liar.close());
    await recipient(-1, 'elr', receiver.url);
    await recipient(-2, 'elr', `mllp://127.0.0.1:${(liar.address() as AddressInfo).port}`);
    await report(2, 'positive');
    open();
    await until(async () => (await owed(-1)) === 0 && (await errors(-2)).length > 0);
    expect(await owed(-2)).toBe(2);
    expect((await errors(-2)).every((code) => /^(mllp-closed|ECONNRESET|EPIPE)$/.test(code))).toBe(true);
  }, 60_000);

  it('posts ELR singly and feeds as a batch, with an HL7 answer as the receipt', async () => {
    const receiver = await httpReceiver(({ body }) => {
      const batch = splitBatch(body);
      const header = readMessage(body).segments[0];
      if (batch.isBatch)
        return `BHS|^~\\&|R|R|S|S|20300101||||7|${header?.text(11)}\rBTS|${batch.messages.length}\r`;
      return `MSH|^~\\&|R|R|S|S|20300101||ACK^R01^ACK|1|P|2.5.1\rMSA|CA|${header?.text(10)}\r`;
    });
    await recipient(-1, 'elr', receiver.url, everything);
    await report(3, 'positive');
    await report(40, 'negative');
    open();
    await until(async () => (await owed(-1)) === 0);
    expect(receiver.arrived).toHaveLength(4);
    const feed = receiver.arrived.find(({ body }) => body.startsWith('FHS'));
    expect(splitBatch(feed?.body ?? '')).toMatchObject({
      countIsWrong: false,
      counts: [{ declared: 40, found: 40 }],
    });
    expect(feed?.headers['content-type']).toBe('application/hl7-v2; charset=utf-8');
    expect(feed?.body).not.toContain('Name ');
    const receipts = await database().db<{ count: number }[]>`
      select (receipt ->> 'count')::int as count from delivery order by 1`;
    expect(receipts.map(({ count }) => count)).toEqual([1, 1, 1, 40]);
  }, 60_000);

  it('posts FHIR transactions; the response is the receipt, and one entry short is none', async () => {
    let answers = 0;
    const receiver = await httpReceiver(({ body }) => {
      const entry = (JSON.parse(body) as Bundle).entry ?? [];
      const told = answers++ === 0 ? entry.slice(1) : entry;
      const response = told.map(() => ({ response: { status: '201 Created' } }));
      return JSON.stringify({ resourceType: 'Bundle', type: 'transaction-response', entry: response });
    });
    await recipient(-1, 'fhir', receiver.url, everything);
    await report(1, 'positive');
    await report(1200, 'negative', 1);
    open();
    await until(async () => (await owed(-1)) === 0);
    expect(receiver.arrived).toHaveLength(3);
    const bodies = new Map<unknown, Set<string>>();
    for (const { headers, body } of receiver.arrived) {
      const key = headers['idempotency-key'];
      bodies.set(key, (bodies.get(key) ?? new Set()).add(body));
    }
    expect([...bodies.values()].map((seen) => seen.size)).toEqual([1, 1]);
    const receipts = await database().db<{ count: number }[]>`
      select (receipt ->> 'count')::int as count from delivery order by 1`;
    expect(receipts.map(({ count }) => count)).toEqual([1, 1200]);
  }, 60_000);

  it('signs under both of two secrets with an id that a repeat keeps', async () => {
    const { owner, context } = database();
    let lost = 0;
    const receiver = await httpReceiver(({ body }) => {
      const { reportId, version } = JSON.parse(body) as { reportId: string; version: number };
      return lost++ === 0 ? '' : JSON.stringify({ receiptId: 'r', reportId, version, count: 1 });
    });
    await recipient(-1, 'json', receiver.url);
    const secrets = [1, 2, 3].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`);
    for (const secret of secrets) {
      await addRecipientSecret(owner, -1, 1_893_456_000_000, (next) => ({
        secret: seal(context.keys, 'drill', secret, `recipient_secret:-1:${next}`),
        dataKeyId: context.keys.drill.dataKeyId,
      }));
    }
    await report(1, 'positive');
    open();
    await until(async () => (await owed(-1)) === 0);
    expect(receiver.arrived).toHaveLength(2);
    expect(new Set(receiver.arrived.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    for (const { body, headers } of receiver.arrived) {
      const verify = (secret = '') => new Webhook(secret).verify(body, headers as Record<string, string>);
      expect(verify(secrets[1])).toEqual(JSON.parse(body));
      expect(verify(secrets[2])).toEqual(JSON.parse(body));
      // two rotations ago
      expect(() => verify(secrets[0])).toThrow('No matching signature');
      expect(headers.authorization).toBeUndefined();
    }
  }, 60_000);
});

async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
