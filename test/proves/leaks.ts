import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type SealedTube, sealedTubeText } from '#lis/contracts';
import type { Db } from '#lis/persistence';
import { tokenHash } from '#lis/platform';
import { connectAnalyser } from '../product/analyser.js';
import { enterBench } from '../product/enter-bench.js';
import { everyProgram, openProduct } from '../product/open-product.js';
import { layOutPlate, messagesOf, tubesOf } from '../product/plates.js';
import { insist } from '../product/post.js';
import { waitUntil } from '../product/wait-until.js';
import type { Prove } from './prove.js';

const marks = ['MARKNAME', 'MARKHOME', '1388675309'];
const patienceMs = 30_000;
const verifier = 'verifier-of-the-prove-0123456789';

/**
 * Nothing personal leaves: people with marked names, telephones and households go through every process, a job of theirs
 * fails in a database that quotes them, and a recipient refuses their report and repeats it. No mark may stand in a
 * column of any table, the queue's own too, nor in what a process printed.
 */
export const prove: Prove = async ({ report }) => {
  const printed: string[] = [];
  const recipient = await openRefusing();
  const product = await openProduct(everyProgram, (program, text) => printed.push(`${program}: ${text}`));
  const { owner } = product.database;
  const analyser = await connectAnalyser(product.mllpPort);
  const found = new Set<string>();
  let watching = true;
  // jobs are there for a moment only
  const watch = (async () => {
    while (watching) for (const hit of await findMarks(owner, 'bullmq')) found.add(hit);
  })();
  try {
    const technician = await enterBench(product, recipient.url);
    await owner`
      insert into actor (id, kind, role, name, laboratory_id) values (-103, 'staff', 'verifier', 'verifier', -101)`;
    await owner`
      insert into credential (token_hash, actor_id, issued_at)
      values (${tokenHash(verifier)}, -103, ${product.sweep.sealedAt})`;
    const tubes = tubesOf(product, 0).map(marked);
    const [port = 0] = product.httpPorts;
    await insist(port, '/v1/tubes', product.sweep.token, { tubes });
    const wells = await layOutPlate(product, technician, 0, tubes);
    await quote(owner, true);
    const [message = ''] = messagesOf(product, 0, wells, true);
    await analyser.ask(message);
    const held = await waitUntil(() => exists(owner, `tube_result where state = 'held'`), patienceMs);
    if (held === null) return 'no result waits for a person';
    const { sweepId } = product.sweep;
    const [result] = await owner<{ tubeId: string; version: number }[]>`
      select tube_id as "tubeId", version from tube_result where state = 'held'`;
    await insist(port, '/v1/verification/release', verifier, { sweepId, results: [result] });
    const failed = await waitUntil(
      () => exists(owner, `outbox where topic = 'report' and last_error is not null`),
      patienceMs,
    );
    if (failed === null) return 'no job failed: nothing is proved';
    await quote(owner, false);
    await owner`update outbox set needs_attention = false, next_offer_at = '-infinity'`;
    const refused = await waitUntil(
      () => Promise.resolve(recipient.told().some((body) => body.includes('MARKNAME'))),
      patienceMs,
    );
    if (refused === null) return 'no report with a name reached the recipient: nothing is proved';
    const noted = await waitUntil(() => exists(owner, `delivery where last_error is not null`), patienceMs);
    if (noted === null) return 'the refusal was not noted';
    watching = false;
    await watch;
    for (const hit of await findMarks(owner, 'public')) found.add(hit);
    const log = printed.filter((line) => marks.some((mark) => line.includes(mark)));
    const silent = everyProgram.filter((program) => !printed.some((line) => line.startsWith(program)));
    report({ tables: await countTables(owner), printed: printed.join('').length, silent });
    if (found.size > 0) return `marks stand in ${[...found].join(', ')}`;
    if (!printed.some((line) => line.startsWith('reporting')))
      return 'reporting printed nothing: nothing is proved';
    return log.length > 0 ? `printed: ${log.join('\n').slice(0, 600)}` : null;
  } finally {
    watching = false;
    await watch.catch(() => undefined);
    analyser.close();
    await product.close();
    recipient.close();
  }
};

function marked(tube: SealedTube): SealedTube {
  const members = tube.members.map((member, place) => ({
    ...member,
    name: `MARKNAME ${member.name}`,
    phone: `1388675309${place}`,
    household: 'MARKHOME',
  }));
  const text = sealedTubeText({ ...tube, members });
  return { ...tube, members, bodyHash: createHash('sha256').update(text).digest('hex') };
}

/** A recipient that refuses whatever it gets, and repeats it in its answer. */
async function openRefusing() {
  const bodies: string[] = [];
  const server = createServer((request, reply) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      bodies.push(body);
      reply.writeHead(422, 'MARKNAME is unknown', { 'x-why': 'MARKNAME' }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/reports`,
    told: () => bodies,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A database that refuses reports and quotes a person in its error. */
async function quote(owner: Db, on: boolean): Promise<void> {
  await owner.unsafe(
    on
      ? `create function quote_it() returns trigger language plpgsql as $$ begin
           raise exception 'cannot store MARKNAME' using detail = 'Key (name)=(MARKNAME)'; end $$;
         create trigger quoting before insert on report for each row execute function quote_it()`
      : 'drop trigger quoting on report; drop function quote_it',
  );
}

async function exists(owner: Db, what: string): Promise<boolean> {
  return (await owner.unsafe(`select from ${what} limit 1`)).length > 0;
}

const tablesOf = (owner: Db, schema: string) => owner<{ name: string }[]>`
  select format('%I.%I', table_schema, table_name) as name from information_schema.tables
  where table_schema = ${schema} and table_type = 'BASE TABLE'`;

const countTables = async (owner: Db) =>
  (await tablesOf(owner, 'public')).length + (await tablesOf(owner, 'bullmq')).length;

/** Tables of a schema in which a mark stands, as text or as the bytes of a text. */
async function findMarks(owner: Db, schema: string): Promise<string[]> {
  const patterns = marks.flatMap((mark) => [`%${mark}%`, `%${Buffer.from(mark).toString('hex')}%`]);
  const hits: string[] = [];
  for (const { name } of await tablesOf(owner, schema)) {
    const rows = await owner.unsafe(`select from ${name} t where t::text like any($1::text[]) limit 1`, [
      patterns,
    ]);
    if (rows.length > 0) hits.push(name);
  }
  return hits;
}
