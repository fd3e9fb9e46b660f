import { expect, it, vi } from 'vitest';
import { decodeText } from './bytes/decode-text.js';
import { encodeFrame } from './bytes/encode-frame.js';
import { createFrameDecoder } from './bytes/frame-decoder.js';
import { readFixture } from './fixtures.js';
import { buildAcknowledgement } from './message/acknowledgement.js';
import { readHeader, type Header } from './message/read-header.js';
import { readMessage } from './message/read-message.js';
import { readInstrumentResults } from './results/read-instrument-results.js';

// hostile inputs by the thousand: seconds on a busy machine
vi.setConfig({ testTimeout: 60_000 });

const pool = readFixture('ours/pcr_oru_pool_positive.hl7');
const panel = readFixture('ours/bench_oru_40obx.hl7');
const plate = readFixture('ours/pcr_oul_r22_full_96well_plate.hl7');

/** Calls per CPU second over about 150 ms, after warming up. */
function perCpuSecond(work: () => void): number {
  for (let i = 0; i < 200; i += 1) work();
  const start = process.cpuUsage();
  let calls = 0;
  let spent = 0;
  while (spent < 150_000) {
    for (let i = 0; i < 50; i += 1) work();
    calls += 50;
    const used = process.cpuUsage(start);
    spent = used.user + used.system;
  }
  return Math.round((calls * 1_000_000) / spent);
}

// Figures for the reader of this output, not limits: the machine may be busy with something else.
it('prints what a CPU second reads', () => {
  const decoder = createFrameDecoder();
  const frames = Buffer.concat(Array.from({ length: 50 }, () => encodeFrame(pool)));
  const header = readHeader(pool) as Header;
  const text = decodeText(pool, header.characterSets).text;
  const panelText = decodeText(panel, ['UNICODE UTF-8']).text;
  const plateText = plate.toString();
  const figures: Record<string, number> = {
    'frames of 1.2 kB': perCpuSecond(() => decoder.push(frames)) * 50,
    headers: perCpuSecond(() => readHeader(pool)),
    acknowledgements: perCpuSecond(() =>
      buildAcknowledgement(header, { code: 'CA', controlId: '1', time: '20260301' }),
    ),
    'pool messages split': perCpuSecond(() => readMessage(text)),
    'pool messages, bytes to readings': perCpuSecond(() =>
      readInstrumentResults(readMessage(decodeText(pool, header.characterSets).text)),
    ),
    '40 OBX, every Ct and target read': perCpuSecond(() => {
      for (const obx of readMessage(panelText).all('OBX')) [5, 3, 18].map((field) => obx.text(field));
    }),
    'plates of 96 wells to readings': perCpuSecond(() => readInstrumentResults(readMessage(plateText))),
  };
  const lines = Object.entries(figures).map(
    ([what, n]) => `  ${n.toLocaleString('en').padStart(12)}  ${what}`,
  );
  process.stdout.write(`per CPU second:\n${lines.join('\n')}\n`);
  expect(Object.values(figures).every((n) => n > 0)).toBe(true);
});
