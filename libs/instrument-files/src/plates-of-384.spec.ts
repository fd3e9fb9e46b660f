import { describe, expect, it } from 'vitest';
import {
  abiText,
  lightCyclerText,
  plateRows,
  quantStudioText,
  quantStudioWorkbook,
  rdmlText,
} from './exports.fixture.js';
import { FileRefusal } from './file-refusal.js';
import type { PlateWells } from './instrument-file.js';
import { readInstrumentFile } from './read-instrument-file.js';

const EITHER: readonly PlateWells[] = [96, 384];
const refusalOf = (bytes: Buffer, plates?: readonly PlateWells[]) =>
  readInstrumentFile(bytes, plates).then(
    () => 'read',
    (error: unknown) => {
      if (!(error instanceof FileRefusal)) throw error;
      return { code: error.code, found: error.found };
    },
  );
/** The fixture's wells A1, B1, A12 and H12 as A1, I1, A24 and P24, counted on 384. */
const larger: Readonly<Record<string, string>> = { A1: 'A1', B1: 'I1', A12: 'A24', H12: 'P24' };
const rows = plateRows.map((row) => ({ ...row, well: larger[row.well]! }));
const numberOf = (well: string) => 'ABCDEFGHIJKLMNOP'.indexOf(well.charAt(0)) * 24 + Number(well.slice(1));
const WELLS = ['A1', 'I1', 'A24', 'P24'];
/** The fixtures count along rows of twelve: counted anew, as a block of 384 counts. */
const counted = (text: string) =>
  text
    .replace('96-Well Block (0.2mL)', '384-Well Block')
    .replaceAll(/^-?\d+\t([A-P]\d+)\t/gm, (_, well: string) => `${numberOf(well)}\t${well}\t`);
const rdml384 = rdmlText()
  .replace('<rows>8</rows><columns>12</columns>', '<rows>16</rows><columns>24</columns>')
  .replaceAll(/react id="(\d+)"/g, (_, id: string) => {
    const well = Object.keys(larger).find(
      (one) => 'ABCDEFGH'.indexOf(one.charAt(0)) * 12 + Number(one.slice(1)) === Number(id),
    );
    return `react id="${numberOf(larger[well!]!)}"`;
  });

describe('a plate of 384 wells', () => {
  it.each([
    ['QuantStudio', Buffer.from(counted(quantStudioText(rows).toString()))],
    ['ABI', Buffer.from(abiText(rows).toString().replace('96fast', '384'))],
    ['LightCycler', lightCyclerText(rows)],
    ['RDML', Buffer.from(rdml384)],
  ])('%s: is read where it is asked for, and refused where it is not', async (_name, bytes) => {
    const { plate, wells } = await readInstrumentFile(bytes, EITHER);
    expect(plate).toBe(384);
    expect(wells.map(({ well }) => well)).toEqual(WELLS);
    expect(wells[1]!.readings.map(({ ct }) => ct)).toEqual([27.5, 28.25, 24.9]);
    expect((await readInstrumentFile(bytes, [384])).wells).toEqual(wells);
    expect(await refusalOf(bytes)).toMatchObject({ code: 'plate-not-96' });
  });
  it('shows itself by the numbers of its wells, or its block, when all wells are on one of 96 too', async () => {
    const only = counted(quantStudioText(plateRows).toString()).replace('384-Well Block', 'Block');
    expect((await readInstrumentFile(Buffer.from(only), EITHER)).plate).toBe(384);
    const block = Buffer.from(abiText().toString().replace('96fast', '384-Well Block'));
    expect((await readInstrumentFile(block, EITHER)).plate).toBe(384);
    expect(await refusalOf(block)).toEqual({ code: 'plate-not-96', found: '384-Well Block' });
  });
  it('one of 96 stays one of 96, and is refused as another', async () => {
    for (const bytes of [quantStudioText(), await quantStudioWorkbook(), Buffer.from(rdmlText())]) {
      expect((await readInstrumentFile(bytes, EITHER)).plate).toBe(96);
      expect(await refusalOf(bytes, [384])).toMatchObject({ code: 'plate-not-384' });
    }
  });
  it('a number that contradicts its position on either plate is refused', async () => {
    const text = quantStudioText().toString().replace('13\tB1\tfalse', '14\tB1\tfalse');
    expect(await refusalOf(Buffer.from(text), EITHER)).toMatchObject({ code: 'plate-not-384' });
    expect(await refusalOf(abiText(rows.map((row) => ({ ...row, well: 'Q1' }))), EITHER)).toMatchObject({
      code: 'well-unknown',
    });
  });
});
