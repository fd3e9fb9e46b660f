import { createHash } from 'node:crypto';
import { tokenHash } from '#lis/platform';
import { connectAnalyser } from '../../product/analyser.js';
import { enterBench } from '../../product/enter-bench.js';
import type { Product } from '../../product/open-product.js';
import { layOutPlate, messagesOf, tubesOf } from '../../product/plates.js';
import { insist } from '../../product/post.js';
import { waitUntil } from '../../product/wait-until.js';

export type Told = { status: number; text: string };
type Asked = { method?: string; path: string; token?: string; body?: unknown; raw?: string; type?: string };
/** A city in which something can be stolen: a plate was run, one of its tubes is positive and waits for a person. */
export type Arena = {
  product: Product;
  small: boolean;
  /** the same for the same seed and name: 32 hex digits */
  drawn: (name: string) => string;
  /** of the api that is asked: the first unless told */
  ask: (asked: Asked, api?: number) => Promise<Told>;
  /** the tube that was found positive */
  positive: { id: string; code: string };
  people: readonly { name: string; phone: string }[];
};

const actors = [
  ['site-b', -111, 'device', 'site', -102, null, null],
  ['verifier', -112, 'staff', 'verifier', null, -101, null],
  ['official-here', -113, 'staff', 'official', null, null, 'here'],
  ['official-there', -114, 'staff', 'official', null, null, 'there'],
  ['administrator', -115, 'staff', 'administrator', null, null, null],
  ['expired', -116, 'staff', 'administrator', null, null, null],
  ['revoked', -117, 'staff', 'administrator', null, null, null],
] as const;

export const tokenOf = (name: string) => `token-of-the-attacks-${name}`;
/** Under the name of an attack: somebody whose role was another when the test was run. */
export const testerTurnedVerifier = tokenOf('tester-turned-verifier');

export async function openArena(product: Product, seed: string, small: boolean, recipientUrl: string) {
  const { owner } = product.database;
  const technician = await enterBench(product, recipientUrl);
  // everybody of the first plate lives and is sampled in one district, and beside it there is another
  await owner`insert into jurisdiction (code, name, level, population) values ('here', 'here', 'district', 1), ('there', '=cmd()', 'district', 1)`;
  await owner`update jurisdiction set parent_id = (select id from jurisdiction where code = 'here') where level = 'community'`;
  await owner`insert into site select -102, 'S-OTHER', 'other', id from jurisdiction where code = 'there'`;
  for (const [name, id, kind, role, site, laboratory, place] of actors) {
    await owner`
      insert into actor (id, kind, role, name, site_id, laboratory_id, jurisdiction_id)
      values (${id}, ${kind}, ${role}, ${name}, ${site}, ${laboratory},
        (select id from jurisdiction where code = ${place}))`;
    const { sealedAt } = product.sweep;
    await owner`
      insert into credential (token_hash, actor_id, issued_at, expires_at, revoked_at)
      values (${tokenHash(tokenOf(name))}, ${id}, ${sealedAt}, ${name === 'expired' ? sealedAt : null}::timestamptz,
        ${name === 'revoked' ? sealedAt : null}::timestamptz)`;
  }
  // past the ids that were entered by hand
  await owner`select setval('drill_id', -2000)`;
  const tubes = tubesOf(product, 0);
  const [port = 0] = product.httpPorts;
  await insist(port, '/v1/tubes', product.sweep.token, { tubes });
  const wells = await layOutPlate(product, technician, 0, tubes);
  const analyser = await connectAnalyser(product.mllpPort);
  for (const message of messagesOf(product, 0, wells, true)) await analyser.ask(message);
  analyser.close();
  const held = async () => (await owner`select 1 from tube_result where state = 'held'`).length === 1;
  if ((await waitUntil(held, 30_000)) === null) throw new Error('no result waits for a person');
  const [found] = await owner<{ id: string; code: string }[]>`
    select t.id, t.code from tube_result r join tube t on t.id = r.tube_id where r.state = 'held'`;
  await owner`update actor set role = 'verifier' where id = -102`;
  await owner`
    insert into credential (token_hash, actor_id, issued_at)
    values (${tokenHash(testerTurnedVerifier)}, -102, ${product.sweep.sealedAt})`;
  const arena: Arena = {
    product,
    small,
    drawn: (name) => createHash('sha256').update(`${seed} ${name}`).digest('hex').slice(0, 32),
    ask: async ({ method, path, token, body, raw, type = 'application/json' }, api = 0) => {
      const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
      const answer = await fetch(`http://127.0.0.1:${product.httpPorts[api] ?? 0}${path}`, {
        method: method ?? (sent === undefined ? 'GET' : 'POST'),
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(sent !== undefined && { 'content-type': type }),
        },
        ...(sent !== undefined && { body: sent }),
      });
      return { status: answer.status, text: await answer.text() };
    },
    positive: found ?? { id: '', code: '' },
    people: tubes.flatMap(({ members }) => members.map(({ name, phone }) => ({ name, phone }))),
  };
  return arena;
}

/** Null when the status is the expected one; else what was, with its words. */
export function expectStatus(what: string, { status, text }: Told, ...expected: number[]): string | null {
  if (expected.includes(status)) return null;
  return `${what}: ${status} in the place of ${expected.join(' or ')}: ${text.slice(0, 200)}`;
}

/** The first thing that did not hold. */
export const firstOf = (...found: (string | null)[]) => found.find((one) => one !== null) ?? null;
