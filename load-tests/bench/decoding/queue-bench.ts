import { flowThroughQueue, type Flow, type Flows, warming } from './through-queue.js';
import { measureThreadGain, startBareCpu, type ThreadGain } from './thread-gain.js';

export type QueueFigure = { figure: string; value: number; bar: string; ok: boolean };

const rounded = (value: number) => Number(value.toFixed(3));
const atLeast = (figure: string, value: number, least: number): QueueFigure => ({
  ...{ figure, value: rounded(value), bar: `>= ${least}`, ok: value >= least },
});
const atMost = (figure: string, value: number, most: number): QueueFigure => ({
  ...{ figure, value: rounded(value), bar: `<= ${most}`, ok: value <= most },
});
/** Memory that the last quarter of the work may have more than the first. */
const grown = ({ firstQuarterMb, lastQuarterMb }: Flow) => lastQuarterMb / firstQuarterMb;

/**
 * What queue and threads cost beyond the decoding: 1,000 batches of 384 × 48 at 1 % and 100,000 swab pools unless told. Overhead is the
 * CPU time of the worker's process, records included, beyond that of a bare process which decodes the same batches in turn with it;
 * the relay's is told beside it, because most of it is polling.
 */
export async function runQueueBench({ batches = 1000 }: { batches?: number } = {}) {
  const swabPools = batches * 100;
  const gain = await measureThreadGain(Math.max(40, Math.floor(batches / 5)), 3);
  const bare = await startBareCpu(warming + batches);
  try {
    let bareCpuMs = 0;
    const beside = async (from: number, to: number) => {
      bareCpuMs += await bare.measure(from, to);
    };
    const flow = await flowThroughQueue({ batches, swabPools, beside });
    return { ...judged(gain, flow, bareCpuMs), batches, swabPools };
  } finally {
    await bare.end();
  }
}

function judged(gain: ThreadGain, flow: Flows, bareCpuMs: number) {
  const figures = [
    atLeast('gain of a second thread over that of a second process', gain.ratio, 0.9),
    atMost('overhead of queue, threads and records, CPU', flow.batches.workerCpuMs / bareCpuMs - 1, 0.1),
    atMost('memory of the last quarter over the first, batches', grown(flow.batches), 1.1),
    atMost('memory of the last quarter over the first, swab pools', grown(flow.swabPools), 1.1),
  ];
  return { ok: figures.every(({ ok }) => ok), figures, gain, bareCpuMs, flow };
}
