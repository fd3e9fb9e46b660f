import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Report } from '#lis/contracts';

export type Recipient = {
  url: string;
  /** bodies by idempotency key, repeats included */
  bodies: Map<string, string[]>;
  /** the identities under which each result version (`tube:version`) came */
  identities: Map<string, Set<string>>;
  close(): void;
};

/** A health authority that receipts everything; it answers the first attempt of every third report too late. */
export async function openRecipient(): Promise<Recipient> {
  const bodies: Recipient['bodies'] = new Map();
  const identities: Recipient['identities'] = new Map();
  const server = createServer((request, reply) => {
    void readBody(request).then((body) => {
      const key = String(request.headers['idempotency-key']);
      const report = JSON.parse(body) as Report;
      const before = bodies.get(key);
      if (before) before.push(body);
      else bodies.set(key, [body]);
      for (const result of resultsOf(report)) {
        const known = identities.get(result) ?? new Set();
        identities.set(result, known.add(key));
      }
      if (!before && bodies.size % 3 === 1) return request.socket.destroy();
      const { reportId, version } = report;
      const count = report.kind === 'negative-feed' ? report.count : 1;
      reply.setHeader('content-type', 'application/json');
      return reply.end(JSON.stringify({ receiptId: `R-${key}`, reportId, version, count }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/reports`,
    bodies,
    identities,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The result versions that a report tells of. */
export function resultsOf(report: Report): string[] {
  if (report.kind === 'negative-feed') return report.tubes.map(({ id, version }) => `${id}:${version}`);
  return [`${report.tube.id}:${report.version}`];
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
