// A bare Node process that decodes batches and does nothing else: what a thread and a queue are compared with.
import { performance } from 'node:perf_hooks';
import { prepareDecoder, readDesignText } from '#lis/domain';
import { benchBatches, benchSettings } from './bench-batches.js';

const batches = benchBatches(Number(process.env['BENCH_BATCHES']));
const [first] = batches;
if (!first) throw new Error('BENCH_BATCHES: how many?');
const decoder = prepareDecoder(readDesignText(first.design), benchSettings);
const decode = (from: number, to: number) => {
  for (const { readings } of batches.slice(from, to)) decoder.decode(readings, () => performance.now());
};
decode(0, Math.min(40, batches.length));

process.on('message', ({ from, to }: { from: number; to: number }) => {
  const before = process.cpuUsage();
  decode(from, to);
  const { user, system } = process.cpuUsage(before);
  process.send?.({ cpuMs: (user + system) / 1000 });
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
