import { genericProfile } from '#lis/hl7';
import { tokenHash } from '#lis/platform';
import type { Db } from '#lis/persistence';
import { connectAnalyser } from '../product/analyser.js';
import { enterBench } from '../product/enter-bench.js';
import { everyProgram, openProduct } from '../product/open-product.js';
import { layOutPlate, messagesOf, tubesOf, tubesPerPlate } from '../product/plates.js';
import { insist } from '../product/post.js';
import { openRecipient } from '../product/recipient.js';
import { waitUntil } from '../product/wait-until.js';
import type { Prove } from './prove.js';

const administrator = 'administrator-of-the-prove-0123456789';
const channels: Readonly<Record<string, string>> = { ORF1AB: 'CH1', N: 'CH2', IC: 'CH3' };
const limitMs = 60_000;

/**
 * An analyser whose channels nobody knows sends a plate: every message is acknowledged and parked, with a task. A profile
 * that knows them is entered and assigned, the messages are replayed through every process, and the tubes get the results
 * that they would have had; their tasks close by themselves. Sent and replayed once more, nothing is there twice.
 */
export const prove: Prove = async ({ report }) => {
  const recipient = await openRecipient();
  const product = await openProduct(everyProgram);
  const { owner } = product.database;
  const [api = 0] = product.httpPorts;
  const analyser = await connectAnalyser(product.mllpPort);
  try {
    const technician = await enterBench(product, recipient.url);
    await owner`insert into actor (id, kind, role, name) values (-103, 'staff', 'administrator', 'administrator')`;
    await owner`
      insert into credential (token_hash, actor_id, issued_at)
      values (${tokenHash(administrator)}, -103, ${product.sweep.sealedAt})`;
    const tubes = tubesOf(product, 0);
    await insist(api, '/v1/tubes', product.sweep.token, { tubes });
    const wells = await layOutPlate(product, technician, 0, tubes);
    const messages = messagesOf(product, 0, wells, false).map(byChannel);
    const instrumentId = await onlyInstrument(owner);
    const speak = async (version: number, given: object) => {
      const profile = { id: 'channels', version };
      const definition = { ...genericProfile, ...profile, name: 'channels', ...given };
      await insist(api, '/v1/administration/profiles', administrator, { definition });
      await insist(api, '/v1/administration/profiles/assign', administrator, { instrumentId, profile });
    };
    await speak(1, {});
    const send = async () => {
      for (const message of messages) {
        const answer = await analyser.ask(message);
        if (!/\rMSA\|[AC]A\|/.test(answer)) throw new Error(`not accepted: ${answer.slice(0, 200)}`);
      }
    };
    await send();
    const parked = async () => (await stateOf(owner)).parked === messages.length;
    if ((await waitUntil(parked, limitMs)) === null)
      return `not all parked: ${JSON.stringify(await stateOf(owner))}`;
    const before = await stateOf(owner);
    if (before.tasks !== messages.length || before.readings > 0 || before.results > 0)
      return `parked, but ${JSON.stringify(before)}`;

    await speak(2, { targets: Object.entries(channels).map(([target, code]) => ({ code, target })) });
    const replay = () => insist(api, '/v1/messages/replay', administrator, { parkedOf: instrumentId });
    await replay();
    const done = async () => (await stateOf(owner)).results === tubesPerPlate;
    const tookMs = await waitUntil(done, limitMs);
    const read = await stateOf(owner);
    const expected = {
      parked: 0,
      tasks: 0,
      interpreted: messages.length,
      readings: wells.length * Object.keys(channels).length,
      calls: tubesPerPlate,
      results: tubesPerPlate,
    };
    report({ messages: messages.length, resultsAfterMs: tookMs, ...read });
    if (tookMs === null || !isSame(read, expected)) return `read again: ${JSON.stringify(read)}`;

    await send();
    const ids = await owner<{ id: number }[]>`select id from instrument_message order by id limit 3`;
    for (const { id } of ids) await insist(api, '/v1/messages/replay', technician, { messageId: id });
    const settled = async () => {
      const [row] = await owner<{ left: boolean }[]>`
        select exists (select from outbox where topic in ('message', 'calls'))
          or exists (select from instrument_message where state <> 'interpreted') as left`;
      return row?.left === false;
    };
    if ((await waitUntil(settled, limitMs)) === null) return 'the repeats were not settled';
    const after = await stateOf(owner);
    return isSame(after, expected) ? null : `after the repeats: ${JSON.stringify(after)}`;
  } finally {
    analyser.close();
    await product.close();
    recipient.close();
  }
};

type State = Record<'parked' | 'tasks' | 'interpreted' | 'readings' | 'calls' | 'results', number>;
const isSame = (one: State, other: State) =>
  Object.entries(other).every(([name, value]) => one[name as keyof State] === value);

async function stateOf(owner: Db): Promise<State> {
  const [row] = await owner<State[]>`
    select (select count(*)::int from instrument_message where state = 'parked') as parked,
      (select count(*)::int from attention where code like 'message-%' and closed_at is null) as tasks,
      (select count(*)::int from instrument_message where state = 'interpreted') as interpreted,
      (select count(*)::int from reading) as readings, (select count(*)::int from well_call) as calls,
      (select count(*)::int from tube_result) as results`;
  if (!row) throw new Error('the database did not answer');
  return row;
}

async function onlyInstrument(owner: Db): Promise<number> {
  const [row, second] = await owner<{ id: number }[]>`select id from instrument limit 2`;
  if (!row || second) throw new Error('there is not one instrument');
  return row.id;
}

/** OBX-3 names the channel, not the gene. */
function byChannel(message: string): string {
  const lines = message.split('\r').map((line) => {
    const fields = line.split('|');
    if (fields[0] !== 'OBX' || fields[3] === undefined) return line;
    const target = Object.keys(channels).find((name) =>
      fields[3]
        ?.toUpperCase()
        .split(/[\^_ ]/)
        .includes(name),
    );
    return fields.with(3, channels[target ?? ''] ?? fields[3]).join('|');
  });
  return lines.join('\r');
}
