import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

type Posted = { status: number; text: string };
type Limits = { timeoutMs: number; answerAtMost: number; /** PEM, or '' */ certificateAuthority: string };
export type Post = (
  url: string,
  headers: Record<string, string>,
  body: string,
  limits: Limits,
) => Promise<Posted>;

/**
 * POST on kept-alive connections, at most `connections` to one recipient; redirects are not followed. node:http
 * rather than fetch: the connections are bounded by recipient, and the time limit covers the whole exchange.
 * The promise fails with an error whose `code` says why: the system's code, `timeout` or `answer-too-long`.
 */
export function poster(connections: number): { post: Post; close: () => void } {
  const options = { keepAlive: true, maxSockets: connections, scheduling: 'lifo' } as const;
  const agents = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) };
  const post: Post = (url, headers, body, { timeoutMs, answerAtMost, certificateAuthority }) =>
    new Promise((resolve, reject) => {
      const target = new URL(url);
      const secure = target.protocol === 'https:';
      const sent = (secure ? httpsRequest : httpRequest)(target, {
        method: 'POST',
        agent: secure ? agents['https:'] : agents['http:'],
        ...(certificateAuthority !== '' && { ca: certificateAuthority }),
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      });
      const fail = (code: string) => sent.destroy(Object.assign(new Error(code), { code }));
      // the whole exchange, not a silence of the socket: a recipient that drips bytes is late as well
      const timer = setTimeout(() => fail('timeout'), timeoutMs);
      sent.once('close', () => clearTimeout(timer));
      sent.once('error', reject);
      sent.once('response', (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => {
          text += part;
          if (text.length > answerAtMost) fail('answer-too-long');
        });
        answer.once('error', reject);
        answer.once('aborted', () => reject(Object.assign(new Error('aborted'), { code: 'answer-cut' })));
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      sent.end(body);
    });
  return {
    post,
    close: () => {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}
