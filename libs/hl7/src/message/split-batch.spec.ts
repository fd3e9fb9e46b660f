import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIXTURE_FOLDERS, listFixtures, readFixture } from '../fixtures.js';
import { readMessage } from './read-message.js';
import { splitBatch } from './split-batch.js';

const split = (name: string) => splitBatch(readFixture(name).toString());

describe('splitBatch', () => {
  it('takes a file of a batch apart', () => {
    const batch = split('ours/batch_fhs_bhs.hl7');
    expect(batch.messages.map((text) => readMessage(text).first('MSH')?.text(10))).toEqual(['37a', '37b']);
    expect(batch).toMatchObject({ isBatch: true, countIsWrong: false, counts: [{ declared: 2, found: 2 }] });
  });

  it.each([
    ['sample_batch2', 2, []],
    ['sample_file1', 3, [2, 1]],
    ['sample_bad_batch1', 1, [0]],
    ['sample_bad_file3', 0, []],
    ['sample_hl7', 1, []],
  ])('%s: %i messages', (name, count, found) => {
    const batch = split(`python-hl7/${name}.hl7`);
    expect(batch.messages).toHaveLength(count);
    expect(batch.counts.map((one) => one.found)).toEqual(found);
  });

  it('flags a wrong BTS-1 and keeps the messages', () => {
    const batch = splitBatch('BHS|^~\\&|A\rMSH|^~\\&|A\rOBX|1\rBTS|7\r');
    expect(batch).toMatchObject({ countIsWrong: true, counts: [{ declared: 7, found: 1 }] });
    expect(batch.messages).toEqual(['MSH|^~\\&|A\rOBX|1\r']);
    expect(splitBatch('MSH|^~\\&|A\rBTS|\r').countIsWrong).toBe(false);
  });

  it('sees a boundary only at the start of a line, MLLP bytes aside', () => {
    const text = '\x0bMSH|^~\\&|A\rNTE|1||see MSH|x\r\x1c\r\x0bMSH|^~\\&|B\r\x1c\r';
    expect(splitBatch(text).messages).toHaveLength(2);
    expect(splitBatch('MSH|^~\\&|A\rMSHX|1\r')).toMatchObject({ isBatch: false });
  });

  it('never throws, and every message begins with MSH', () => {
    for (const file of FIXTURE_FOLDERS.flatMap(listFixtures)) split(file);
    const piece = fc.constantFrom('MSH', 'BTS', 'FHS', '|', '9', '\r', '\n', ' ', 'X', '\x0b');
    fc.assert(
      fc.property(fc.array(piece), (all) => {
        for (const text of splitBatch(all.join('')).messages) expect(text.startsWith('MSH')).toBe(true);
      }),
    );
  });
});
