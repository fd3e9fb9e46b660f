import type { SealedTube, TubeReceipt, WorklistWell } from '#lis/contracts';
import { seeded } from '#lis/domain';
import { type Analyser, connectAnalyser } from '../product/analyser.js';
import { enterBench } from '../product/enter-bench.js';
import { isQuiet } from '../product/is-quiet.js';
import { everyProgram, openProduct, type Product } from '../product/open-product.js';
import { carry, layOutPlate, messagesOf, tubesOf, tubesPerPlate } from '../product/plates.js';
import { insist } from '../product/post.js';
import { openRecipient } from '../product/recipient.js';
import { waitUntil } from '../product/wait-until.js';
import type { Prove } from './prove.js';
import { judgeAnswers } from './twice/judge-answers.js';
import { judgeEffect } from './twice/judge-effect.js';

const batchSize = 47;
const lanes = 4;

/** Law 2: everything arrives three times, interleaved, the third time after all is over; it has one effect. */
export const prove: Prove = async ({ seed, small, report }) => {
  const plates = small ? 3 : 20;
  const tubes = plates * tubesPerPlate;
  const chance = seeded(seed);
  const recipient = await openRecipient();
  const product = await openProduct(everyProgram);
  const analysers = await Promise.all(Array.from({ length: lanes }, () => connectAnalyser(product.mllpPort)));
  try {
    const technician = await enterBench(product, recipient.url);
    const deliveries = prepare(product, analysers);
    let wells: WorklistWell[] = [];
    for (let n = 0; n <= plates; n++) {
      const sealed = n < plates ? tubesOf(product, n) : [];
      const work = [...deliveries.registering(sealed), ...(n > 0 ? deliveries.measuring(n - 1, wells) : [])];
      await inLanes(chance.shuffle([...work, ...work]));
      if (n < plates) wells = await layOutPlate(product, technician, n, sealed, 2);
    }
    const { owner } = product.database;
    const settled = () => waitUntil(() => isQuiet(owner, tubes), 60_000);
    const tookMs = await settled();
    if (tookMs === null) return 'not everything is reported a minute after it was measured';
    await inLanes(chance.shuffle(deliveries.all()));
    for (let n = 0; n < plates; n++) await carryAgain(product, technician, n);
    if ((await settled()) === null) return 'what came a third time is not done with after a minute';
    report({ plates, tubes, messages: deliveries.messages.size, reports: recipient.bodies.size });
    return (
      (await judgeAnswers(owner, deliveries.receipts, deliveries.messages)) ??
      (await judgeEffect(owner, { plates, tubes, messages: deliveries.messages.size, recipient }))
    );
  } finally {
    for (const analyser of analysers) analyser.close();
    await product.close();
    recipient.close();
  }
};

type Work = (lane: number) => Promise<void>;

/** What is sent, and every answer to it. */
function prepare({ sweep, httpPorts: [port = 0] }: Product, analysers: readonly Analyser[]) {
  const receipts = new Map<string, TubeReceipt[]>();
  const messages = new Map<string, string[]>();
  const all: Work[] = [];
  const note = <Value>(map: Map<string, Value[]>, key: string, value: Value) => {
    const before = map.get(key);
    if (before) before.push(value);
    else map.set(key, [value]);
  };
  const register =
    (tubes: SealedTube[]): Work =>
    async () => {
      const answer = await insist<{ receipts: TubeReceipt[] }>(port, '/v1/tubes', sweep.token, { tubes });
      for (const receipt of answer.receipts) note(receipts, receipt.tubeId ?? '', receipt);
    };
  const measure =
    (message: string): Work =>
    async (lane) => {
      note(messages, message, (await analysers[lane]?.ask(message)) ?? '');
    };
  const keep = (work: Work[]) => {
    all.push(...work);
    return work;
  };
  return {
    receipts,
    messages,
    all: () => all,
    registering: (tubes: readonly SealedTube[]) =>
      keep(
        Array.from({ length: Math.ceil(tubes.length / batchSize) }, (_, index) =>
          register(tubes.slice(index * batchSize, (index + 1) * batchSize)),
        ),
      ),
    measuring: (plate: number, wells: readonly WorklistWell[]) =>
      keep(messagesOf({ sweep }, plate, wells, plate % 3 === 2).map(measure)),
  };
}

async function inLanes(work: readonly Work[]): Promise<void> {
  let next = 0;
  const run = async (lane: number) => {
    for (let one = work[next++]; one; one = work[next++]) await one(lane);
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => run(lane)));
}

/** The boxes and the plate once more, long after they were received and laid out. */
async function carryAgain(product: Product, technician: string, n: number): Promise<void> {
  const { handOver, receive, layOut } = carry(product, n, tubesOf(product, n));
  const [port = 0] = product.httpPorts;
  await insist(port, '/v1/boxes/hand-over', product.sweep.token, handOver);
  await insist(port, '/v1/boxes/receive', technician, receive);
  await insist(port, '/v1/plates', technician, layOut);
}
