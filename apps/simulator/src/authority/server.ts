import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SignedHeaders } from './signature.js';
import { readWhole, writeWhole } from '../city/index.js';

export type Post = {
  path: string;
  body: string;
  idempotencyKey: string;
  attempt: string;
  signed: SignedHeaders;
};
/** What becomes of a POST: a receipt, or the line is cut after the receipt was made. */
export type Reply = { status: number; text: string; cut: boolean; delayMs: number };
export type AuthorityServer = { url: string; close(): void };

const LARGEST = 32 * 1024 * 1024;

/** The virtual health authority's address: chosen once, then kept, because the product knows it by that. */
export async function openAuthority(
  portFile: string,
  take: (post: Post) => Promise<Reply>,
): Promise<AuthorityServer> {
  const server = createServer((request, response) => {
    void answer(request, response, take).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 65_000;
  const kept = readWhole(portFile) as { port: number } | null;
  const port = await listen(server, kept?.port ?? null);
  if (port !== kept?.port) writeWhole(portFile, { port });
  return {
    url: `http://127.0.0.1:${port}/reports`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  take: (post: Post) => Promise<Reply>,
): Promise<void> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST) return void response.writeHead(413).end();
    parts.push(part);
  }
  const header = (name: string) => String(request.headers[name] ?? '');
  const { status, text, cut, delayMs } = await take({
    path: request.url ?? '',
    body: Buffer.concat(parts).toString('utf8'),
    idempotencyKey: header('idempotency-key'),
    attempt: header('x-sweepwell-attempt'),
    signed: {
      id: header('webhook-id'),
      timestamp: header('webhook-timestamp'),
      signature: header('webhook-signature'),
    },
  });
  if (delayMs > 0) await sleep(delayMs);
  if (cut) return void request.socket.destroy();
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}

// Below the ports that a machine gives to outgoing connections, which would take a restarted authority's away.
const FIRST_PORT = 20_000;
const PORTS = 10_000;
const KEPT_TRIES = 15;
const TRIES = 200;

/** Takes the kept port; a predecessor may still be closing it. Where somebody else has it by now, another one. */
async function listen(server: Server, kept: number | null): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const again = kept !== null && attempt <= KEPT_TRIES;
    const port = again ? kept : FIRST_PORT + randomInt(PORTS);
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      return port;
    } catch (error) {
      if (attempt === TRIES) throw error;
      if (again) await sleep(200);
    }
  }
}
