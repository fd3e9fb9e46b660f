import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cfxText,
  cfxWorkbook,
  lightCyclerText,
  quantStudioText,
  rdmlFile,
  slanText,
} from './exports.fixture.js';
import { FileRefusal } from './file-refusal.js';
import { readInstrumentFile } from './read-instrument-file.js';

/** The typed refusal's code; anything else that is thrown fails the test. */
const refusalOf = async (bytes: Buffer) => {
  try {
    await readInstrumentFile(bytes);
    return 'read';
  } catch (error) {
    if (!(error instanceof FileRefusal)) throw error;
    return error.code;
  }
};

describe('hostile bytes', () => {
  it('end in the typed refusal or in readings, never otherwise', async () => {
    const words = fc.constantFrom(
      'Well',
      'Ct',
      'Cq',
      'Target Name',
      'Task',
      'A1',
      '1',
      '"',
      ',',
      '\t',
      ';',
      '\n',
      '\r\n',
      'NaN',
      '=',
      ':',
      '孔位',
      '\0',
      '\uD800',
      '[Results]',
    );
    const text = fc
      .array(fc.oneof(words, fc.string({ unit: 'binary' })), { maxLength: 120 })
      .map((all) => all.join(''));
    const bytes = fc.oneof(
      text.map((one) => Buffer.from(one)),
      fc.uint8Array({ maxLength: 300 }).map((one) => Buffer.from(one)),
      fc.uint8Array({ maxLength: 300 }).map((one) => Buffer.concat([Buffer.from('PK\x03\x04'), one])),
      text.map((one) => Buffer.from(`<?xml version="1.0"?><rdml>${one}</rdml>`)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (one) => void (await refusalOf(one))),
      { numRuns: 400 },
    );
  }, 60_000);

  it('cut and broken exports too', async () => {
    const whole = [
      quantStudioText(),
      cfxText(),
      slanText(),
      lightCyclerText(),
      rdmlFile(),
      await cfxWorkbook(),
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...whole), fc.nat(), fc.nat(255), async (file, at, byte) => {
        const broken = Buffer.from(file);
        broken[at % broken.length] = byte;
        await refusalOf(broken);
        await refusalOf(file.subarray(0, at % file.length));
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it.each([
    ['one line', 'x'.repeat(10_000_000)],
    ['commas', ','.repeat(10_000_000)],
    ['quotes', '",'.repeat(5_000_000)],
    ['short lines', 'Well,a\n'.repeat(1_400_000)],
    ['spaces', `${' '.repeat(5_000)}:\n`.repeat(2_000)],
    ['headings', 'Well,Ct,Task\n'.repeat(190_000)],
  ])(
    '10 MB of %s are done in seconds',
    async (_, text) => {
      const bytes = Buffer.from(text);
      const started = performance.now();
      expect(await refusalOf(bytes)).not.toBe('read');
      expect(performance.now() - started).toBeLessThan(10_000);
    },
    60_000,
  );
});
