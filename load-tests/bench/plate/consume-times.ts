import { connect, type OutboxRow } from '#lis/persistence';
import { connectAnalyser } from '../../../test/product/analyser.js';
import { enterBench } from '../../../test/product/enter-bench.js';
import { openProduct } from '../../../test/product/open-product.js';
import { layOutPlate, messagesOf, tubesOf, tubesPerPlate } from '../../../test/product/plates.js';
import { insist } from '../../../test/product/post.js';
import { interpretMessages } from '../../../workers/interpretation/src/interpret-messages.js';

export type PlateTimes = { storedMs: number; interpretedMs: number };

/** Plates through the real way to the analyser, then their one message each through gateway and interpretation. */
export async function consumeTimes(plates: number): Promise<PlateTimes[]> {
  const product = await openProduct(['api', 'gateway']);
  const db = connect(product.database.applicationUrl, { name: 'bench-plate', max: 1, plans: 'by-key' });
  const { sealedAt } = product.sweep;
  const clock = { now: () => sealedAt, machine: () => sealedAt };
  const analyser = await connectAnalyser(product.mllpPort);
  const times: PlateTimes[] = [];
  try {
    const technician = await enterBench(product, 'http://127.0.0.1:9/');
    const [port = 0] = product.httpPorts;
    for (let n = 0; n < plates; n++) {
      const tubes = tubesOf(product, n);
      await insist(port, '/v1/tubes', product.sweep.token, { tubes });
      const wells = await layOutPlate(product, technician, n, tubes);
      const [message = ''] = messagesOf(product, n, wells, true);
      const sentAt = performance.now();
      const answer = await analyser.ask(message);
      const storedAt = performance.now();
      if (!/\rMSA\|[AC]A\|/.test(answer)) throw new Error(`plate ${n} was answered ${answer}`);
      await db.begin(async (tx) => {
        const rows = await tx<OutboxRow[]>`
          delete from outbox where topic = 'message' returning id, sweep_id as "sweepId", payload, 0 as attempts`;
        await interpretMessages({ clock }, tx, rows);
      });
      times.push({ storedMs: storedAt - sentAt, interpretedMs: performance.now() - storedAt });
    }
    const [row] = await product.database.owner<{ n: number }[]>`select count(*)::int as n from well_call`;
    if (row?.n !== plates * tubesPerPlate)
      throw new Error(`${row?.n} of ${plates * tubesPerPlate} wells were called`);
    return times;
  } finally {
    analyser.close();
    await db.end({ timeout: 2 });
    await product.close();
  }
}
