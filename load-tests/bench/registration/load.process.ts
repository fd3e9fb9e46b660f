// Virtual tablets: renders its requests first, then sends them over its connections as fast as they are answered.
import { Agent, request } from 'node:http';
import { sealTube, type TubeOrder } from './tubes.js';

export type LoadOrder = TubeOrder & {
  port: number;
  token: string;
  connections: number;
  batch: number;
  firstTube: number;
  tubes: number;
  /** person numbers are drawn from here on; a known share of them from the preloaded ones */
  firstPerson: number;
  known: { share: number; persons: number };
};
export type LoadFigures = { ms: number; accepted: number; tubeIds: string[] };

let bodies: Buffer[] = [];
let order: LoadOrder | undefined;

process.on('message', (message: { prepare: LoadOrder } | 'go') => {
  if (message === 'go') void send().then((figures) => process.send?.(figures));
  else {
    order = message.prepare;
    bodies = render(order);
    process.send?.('ready');
  }
});

function render(given: LoadOrder): Buffer[] {
  const made: Buffer[] = [];
  let fresh = given.firstPerson;
  let draw = given.firstTube;
  const person = () => {
    // a fixed multiplicative walk: known people come in no order of the table
    draw = (draw * 48_271 + 11) % 2_147_483_647;
    return draw % 1000 < given.known.share * 1000 ? draw % given.known.persons : fresh++;
  };
  for (let first = 0; first < given.tubes; first += given.batch) {
    const tubes = Array.from({ length: Math.min(given.batch, given.tubes - first) }, (_, index) => {
      const persons = new Set<number>();
      while (persons.size < 10) persons.add(person());
      return sealTube(given.firstTube + first + index, [...persons], given);
    });
    made.push(Buffer.from(JSON.stringify({ tubes })));
  }
  return made;
}

async function send(): Promise<LoadFigures> {
  if (!order) throw new Error('nothing was prepared');
  const { port, token, connections } = order;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const start = process.hrtime.bigint();
  let next = 0;
  let accepted = 0;
  const tubeIds: string[] = [];
  const tablet = async () => {
    for (let body = bodies[next++]; body; body = bodies[next++]) {
      const answer = await post(agent, port, token, body);
      for (const receipt of answer.receipts) {
        if (receipt.outcome === 'accepted') {
          accepted++;
          tubeIds.push(receipt.tubeId);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, tablet));
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  agent.destroy();
  return { ms, accepted, tubeIds };
}

type Answer = { receipts: { outcome: string; tubeId: string }[] };

function post(agent: Agent, port: number, token: string, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': body.length,
      authorization: `Bearer ${token}`,
    };
    const sent = request(
      { host: '127.0.0.1', port, path: '/v1/tubes', method: 'POST', agent, headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve(JSON.parse(text) as Answer);
          else reject(new Error(`${response.statusCode}: ${text.slice(0, 300)}`));
        });
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

process.send?.('up');
