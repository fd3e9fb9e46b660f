import type { Db } from '#lis/persistence';
import { readMessage } from '#lis/hl7';
import {
  findMllpSend,
  medplumSender,
  mllpSendSender,
  nodeHl7Sender,
  type Sender,
} from '../conversation/senders.js';
import { enterBench } from '../product/enter-bench.js';
import { everyProgram, openProduct } from '../product/open-product.js';
import { layOutPlate, messagesOf, tubesOf, tubesPerPlate } from '../product/plates.js';
import { insist } from '../product/post.js';
import { openRecipient } from '../product/recipient.js';
import { waitUntil } from '../product/wait-until.js';
import type { Prove } from './prove.js';

/** MSH-15 and MSH-16 as the sender fills them, and the MSA-1 that it must get. */
type Lane = { name: string; sender: Sender; conditions: string; expected: string; sent: number };

/**
 * Programs that nobody here wrote send a plate, well by well, each in its own acknowledgement mode (HL7 2.5.1 §2.9.2
 * original, §2.9.3 enhanced), and hear what they must; each message is stored and the tubes get their results.
 */
export const prove: Prove = async ({ report }) => {
  const recipient = await openRecipient();
  const product = await openProduct(everyProgram);
  const port = product.mllpPort;
  const program = findMllpSend();
  const lane = (name: string, sender: Sender, conditions: string, expected: string): Lane => ({
    ...{ name, sender, conditions, expected },
    sent: 0,
  });
  const lanes = [
    lane('medplum, original', medplumSender(port, 'first'), '||', 'AA'),
    lane('medplum, enhanced, both', medplumSender(port, 'application'), 'AL|AL|', 'AA'),
    lane('medplum, enhanced, accept', medplumSender(port, 'first'), 'AL|NE|', 'CA'),
    lane('node-hl7-client, original', nodeHl7Sender(port), '||', 'AA'),
    lane('node-hl7-client, enhanced, accept', nodeHl7Sender(port), 'AL|NE|', 'CA'),
    lane('node-hl7-client, enhanced, application', nodeHl7Sender(port), 'NE|AL|', 'AA'),
    ...(program
      ? [
          lane('mllp_send, original', mllpSendSender(program, port), '||', 'AA'),
          lane('mllp_send, enhanced, accept', mllpSendSender(program, port), 'AL|NE|', 'CA'),
        ]
      : []),
  ];
  if (!program)
    console.log('mllp_send: not run, this machine has no python-hl7 (MLLP_SEND or the search path)');
  try {
    const technician = await enterBench(product, recipient.url);
    const tubes = tubesOf(product, 0);
    await insist(product.httpPorts[0] ?? 0, '/v1/tubes', product.sweep.token, { tubes });
    const wells = await layOutPlate(product, technician, 0, tubes);
    const messages = messagesOf(product, 0, wells, false);
    for (const [index, message] of messages.entries()) {
      const turn = lanes[index % lanes.length] as Lane;
      const heard = await turn.sender.send(message.replace('|AL|NE|', `|${turn.conditions}`));
      const controlId = readMessage(message).first('MSH')?.text(10);
      if (heard !== `${turn.expected} ${controlId}`)
        return `${turn.name} heard "${heard}" of message ${controlId}, not ${turn.expected}`;
      turn.sent++;
    }
    const { owner } = product.database;
    const tookMs = await waitUntil(async () => (await countResults(owner)) === tubesPerPlate, 60_000);
    report({
      ...Object.fromEntries(lanes.map(({ name, sent }) => [name, sent])),
      ...(!program && { mllp_send: 'not run' }),
      resultsAfterMs: tookMs,
    });
    if (tookMs === null) return `${await countResults(owner)} of ${tubesPerPlate} tubes have a result`;
    const [row] = await owner<{ n: number }[]>`
      select count(distinct control_id)::int as n from instrument_message where state not in ('refused', 'parked')`;
    return row?.n === messages.length
      ? null
      : `${messages.length} messages were sent and ${row?.n} are stored`;
  } finally {
    await Promise.allSettled(lanes.map(({ sender }) => sender.close()));
    await product.close();
    recipient.close();
  }
};

async function countResults(owner: Db): Promise<number> {
  const [row] = await owner<{ n: number }[]>`select count(*)::int as n from tube_result`;
  return row?.n ?? 0;
}
