import { decodeText, encodeFrame, createFrameDecoder, readHeader, readMessage } from '#lis/hl7';
import { seeded, type SeededRandom } from '#lis/domain';
import { fixtureFolders, listFixtures, readFixture } from '../hl7/fixtures.js';
import { judgeFixture, type Verdict } from '../hl7/judge-fixture.js';
import type { Prove } from './prove.js';

/** The files that are no message, and why; everything else is read to its last character. */
const refusals: Record<string, string> = {
  'ours/bad_empty.hl7': 'empty',
  'ours/bad_http_get.hl7': 'not-hl7',
  'ours/bad_no_msh.hl7': 'not-hl7',
  'python-hl7/sample_bad_batch.hl7': 'batch-without-message',
  'python-hl7/sample_bad_file.hl7': 'batch-without-message',
  'python-hl7/sample_bad_file3.hl7': 'batch-without-message',
};
/** [segment, index, field, repetition, component, sub-component, value, mode] */
type Check = [string, number, number, number, number, number, string, string?];
type Expected = Record<string, { kind: 'hl7' | 'gb18030' | 'batch' | 'bad'; checks: Check[] }>;

/**
 * Every collected message of five sources is read or refused with its reason (printed as a table), each checked value
 * is compared, and each file goes over a wire in random pieces and through random damage without an exception.
 */
export const prove: Prove = ({ seed, small, report }) => {
  const chance = seeded(seed);
  const files = fixtureFolders.flatMap(listFixtures);
  const count = { read: 0, batch: 0, refused: 0 };
  const faults: string[] = [];
  const rows: string[] = [];
  let leaves = 0;
  for (const file of files) {
    const body = readFixture(file);
    const verdict = judgeFixture(body);
    count[verdict.kind]++;
    leaves += verdict.leaves;
    rows.push(rowOf(file, body.length, verdict));
    if ((refusals[file] ?? '') !== verdict.reason)
      faults.push(`${file} is ${verdict.kind} ${verdict.reason}`);
    if (!verdict.isWhole) faults.push(`${file}: not every character stands in a segment`);
    if (!passesInPieces(body, chance)) faults.push(`${file} does not come out of the wire as it went in`);
    for (let n = small ? 3 : 300; n > 0 && body.length < 100_000; n--) judgeFixture(damaged(body, chance));
  }
  console.log(rows.join('\n'));
  const { checked, wrong } = compareChecks();
  faults.push(...wrong);
  report({ files: files.length, ...count, leaves, checkedValues: checked });
  // the count itself is proved: a folder that vanished would leave nothing to fail
  if (files.length < 250 || checked < 79)
    return Promise.resolve(`only ${files.length} files and ${checked} checked values`);
  return Promise.resolve(faults.length === 0 ? null : `${faults.length} faults, the first: ${faults[0]}`);
};

function rowOf(file: string, bytes: number, verdict: Verdict): string {
  const { kind, reason, messages, charset, type, segments, leaves: all, readings } = verdict;
  const counts = [bytes, messages, segments, all, readings].map((n) => String(n).padStart(8)).join('');
  return `${kind.padEnd(8)}${counts}  ${charset.padEnd(9)}${(type || reason).padEnd(22)}${file}`;
}

/** Framed, cut at random places, and put together again; some files hold MLLP bytes, which a frame may not. */
function passesInPieces(body: Buffer, chance: SeededRandom): boolean {
  if (body.includes(0x0b)) return true;
  const frame = encodeFrame(body);
  const decoder = createFrameDecoder();
  const bodies: Buffer[] = [];
  for (let at = 0; at < frame.length;) {
    const to = at + 1 + Math.floor(chance.next() ** 3 * frame.length);
    for (const event of decoder.push(frame.subarray(at, to)))
      if (event.kind === 'frame') bodies.push(event.body);
    at = to;
  }
  return bodies.length === 1 && (bodies[0]?.equals(body) ?? false);
}

/** A few bytes cut out, put in or changed. */
function damaged(body: Buffer, chance: SeededRandom): Buffer {
  const place = () => Math.floor(chance.next() * (body.length + 1));
  const [at, from] = [place(), place()];
  const junk = Buffer.from(Array.from({ length: 6 }, () => Math.floor(chance.next() * 256)));
  const kept = chance.next() < 0.5 ? at + 6 : Math.max(at, from);
  return Buffer.concat([body.subarray(0, at), junk, body.subarray(kept)]);
}

/** The values of `ours/expected.json`, one by one. */
function compareChecks(): { checked: number; wrong: string[] } {
  const expected = JSON.parse(readFixture('ours/expected.json').toString()) as Expected;
  const wrong: string[] = [];
  let checked = 0;
  for (const [file, { kind, checks }] of Object.entries(expected)) {
    const body = readFixture(`ours/${file}`);
    const header = readHeader(body);
    const message = readMessage(decodeText(body, header.kind === 'header' ? header.characterSets : []).text);
    const isMessage = kind === 'hl7' || kind === 'gb18030';
    if (message.hasHeader !== isMessage) wrong.push(`${file} should be ${kind}`);
    for (const [name, index, field, repetition, component, part, value, mode] of checks) {
      checked++;
      const segment = message.all(name)[index];
      const place = [field, repetition, component, part] as const;
      const found = mode === 'unesc' ? segment?.value(...place) : segment?.rawLeaf(...place);
      if (found !== value)
        wrong.push(`${file}: ${name}[${index}]-${place.join('.')} is ${found}, not ${value}`);
    }
  }
  return { checked, wrong };
}
