import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export type Answer = { status: number; text: string };
/** How the simulator speaks to the product: HTTP with a bearer credential, nothing else. */
export type Api = {
  /** one attempt; fails when the connection does */
  call(
    method: 'GET' | 'POST',
    path: string,
    token: string,
    body?: string,
    more?: Record<string, string>,
  ): Promise<Answer>;
  /** until answered: waits out lost connections, 429 and 5xx. @throws ProductRefusal on any other status */
  insist<T>(method: 'GET' | 'POST', path: string, token: string, body?: unknown, type?: string): Promise<T>;
  close(): void;
};

export class ProductRefusal extends Error {
  override name = 'ProductRefusal';
  constructor(
    readonly path: string,
    readonly status: number,
    readonly text: string,
  ) {
    super(`${path}: ${status} ${text.slice(0, 400)}`);
  }
}

const TIMEOUT_MS = 30_000;

/** node:http on kept-alive connections: half the CPU of fetch, and the simulator shares the product's cores. */
export function connectApi(host: string, port: number, signal: AbortSignal): Api {
  const agent = new Agent({ keepAlive: true, maxSockets: 32, scheduling: 'lifo' });

  const call: Api['call'] = (method, path, token, body, more) =>
    new Promise((resolve, reject) => {
      const headers: Record<string, string | number> = { authorization: `Bearer ${token}` };
      if (body !== undefined) {
        headers['content-type'] = 'application/json';
        headers['content-length'] = Buffer.byteLength(body);
      }
      Object.assign(headers, more);
      const sent = request({ host, port, method, path, agent, headers, timeout: TIMEOUT_MS });
      sent.once('timeout', () => sent.destroy(new Error('timeout')));
      sent.once('error', reject);
      sent.once('response', (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.once('error', reject);
        answer.once('aborted', () => reject(new Error('answer cut')));
        answer.once('end', () =>
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
        );
      });
      sent.end(body);
    });

  const insist: Api['insist'] = async (method, path, token, body, type) => {
    const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
    for (let attempt = 0; ; attempt += 1) {
      signal.throwIfAborted();
      const answer = await call(method, path, token, text, type ? { 'content-type': type } : undefined).catch(
        () => null,
      );
      if (answer && answer.status >= 200 && answer.status < 300) {
        return (answer.text === '' ? {} : JSON.parse(answer.text)) as never;
      }
      if (answer && answer.status !== 429 && answer.status < 500) {
        throw new ProductRefusal(path, answer.status, answer.text);
      }
      await sleep(Math.min(3000, 50 * 2 ** Math.min(attempt, 6)), undefined, { signal });
    }
  };
  return { call, insist, close: () => agent.destroy() };
}
