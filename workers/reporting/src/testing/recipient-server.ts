import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Report } from '#lis/contracts';
import { groupBy } from '../group-by.js';

export type Arrived = { key: string; attempt: number; body: string; report: Report };
type Answer = (arrived: Arrived, reply: ServerResponse, count: number) => void;

/** A recipient on a real socket that keeps what arrives, and answers as told; by default with a right receipt. */
export async function openRecipient(answer: Answer = sendReceipt) {
  const arrived: Arrived[] = [];
  const take = async (request: IncomingMessage, reply: ServerResponse) => {
    const body = await readBody(request);
    const report = JSON.parse(body) as Report;
    const one = {
      key: String(request.headers['idempotency-key']),
      attempt: Number(request.headers['x-sweepwell-attempt']),
      body,
      report,
    };
    arrived.push(one);
    answer(one, reply, report.kind === 'negative-feed' ? report.count : 1);
  };
  const server = createServer((request, reply) => {
    void take(request, reply);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    arrived,
    /** the bytes that arrived, by identity */
    bodies: () =>
      new Map([...groupBy(arrived, ({ key }) => key)].map(([key, all]) => [key, all.map((a) => a.body)])),
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/reports`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export function sendReceipt(
  { report: { reportId, version } }: Arrived,
  reply: ServerResponse,
  count: number,
): void {
  reply.setHeader('content-type', 'application/json');
  reply.end(JSON.stringify({ receiptId: `r-${reportId}`, reportId, version, count }));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
