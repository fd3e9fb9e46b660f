import { zipSync } from 'fflate';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import {
  abiText,
  cfxText,
  cfxWorkbook,
  type FixtureRow,
  lightCyclerText,
  plateRows,
  quantStudioText,
  quantStudioWorkbook,
  rdmlFile,
  rdmlText,
  slanText,
  slanWorkbook,
} from './exports.fixture.js';
import { FileRefusal } from './file-refusal.js';
import { readInstrumentFile } from './read-instrument-file.js';

const refusalOf = async (bytes: Buffer) => {
  try {
    await readInstrumentFile(bytes);
    return 'read';
  } catch (error) {
    if (!(error instanceof FileRefusal)) throw error;
    return { code: error.code, ...error.place, found: error.found };
  }
};
const changed = (index: number, given: Partial<FixtureRow>) =>
  plateRows.map((row, at) => (at === index ? { ...row, ...given } : row));
const files: [string, () => Buffer | Promise<Buffer>][] = [
  ['quantstudio', quantStudioText],
  ['quantstudio', quantStudioWorkbook],
  ['quantstudio', () => iconv.encode(quantStudioText().toString(), 'utf-16le', { addBOM: true })],
  ['quantstudio', () => iconv.encode(quantStudioText().toString(), 'utf-16le')],
  ['abi-7500', abiText],
  ['abi-7500', () => abiText(plateRows, ',')],
  ['cfx', cfxText],
  [
    'cfx',
    () =>
      cfxText(
        plateRows.map((row) => ({ ...row, ct: row.ct.replace('.', ',') })),
        ';',
      ),
  ],
  ['cfx', cfxWorkbook],
  ['slan-96p', slanText],
  ['slan-96p', slanWorkbook],
  ['rdml', rdmlFile],
  ['rdml', () => Buffer.from(rdmlText())],
];

describe('readInstrumentFile refuses', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'file-empty'],
    ['more than 16 MiB', Buffer.alloc(16 * 1024 * 1024 + 1), 'file-too-large'],
    ['an old xls', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), 'xls-not-read'],
    ['a broken zip', Buffer.from('PK\x03\x04 and so on'), 'zip-broken'],
    ['a letter', Buffer.from('Dear laboratory,\nplease find enclosed\n'), 'format-unknown'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), 'format-unknown'],
    ['xml of another kind', Buffer.from('<?xml version="1.0"?><html></html>'), 'format-unknown'],
    ['broken xml', Buffer.from('<?xml version="1.0"?><rdml><run>'), 'xml-broken'],
    [
      'entities that grow',
      Buffer.from(
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rdml>&b;</rdml>',
      ),
      'xml-entities',
    ],
    ['a zip of something', Buffer.from(zipSync({ 'a.txt': Buffer.from('a') })), 'format-unknown'],
    ['a heading without rows', Buffer.from('Well,Sample Name,Target Name,Task,Ct\n'), 'no-readings'],
  ])('%s', async (_, bytes, code) => {
    expect(await refusalOf(bytes)).toMatchObject({ code });
  });

  it('a zip that unpacks without end', async () => {
    const bomb = Buffer.from(zipSync({ 'rdml_data.xml': new Uint8Array(120 * 1024 * 1024) }, { level: 9 }));
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await refusalOf(bomb)).toMatchObject({ code: 'zip-too-large' });
  });

  it('a Ct that is no number, with its line and column', async () => {
    const lineOf = (bytes: Buffer, text: string) =>
      bytes
        .toString()
        .split('\n')
        .findIndex((line) => line.includes(text)) + 1;
    const bytes = quantStudioText(changed(4, { ct: '2B.25' }));
    expect(await refusalOf(bytes)).toEqual({
      code: 'cell-unreadable',
      line: lineOf(bytes, '2B.25'),
      column: 9,
      found: '2B.25',
    });
    expect(await refusalOf(await quantStudioWorkbook(changed(0, { ct: '<12' })))).toMatchObject({
      code: 'cell-unreadable',
      sheet: 'Results',
      line: 11,
    });
  });

  it('the same well twice with different values, and takes it with the same', async () => {
    const twice = [...plateRows, { ...plateRows[4]!, ct: '20.0' }];
    expect(await refusalOf(abiText(twice))).toMatchObject({ code: 'well-differs', found: 'B1' });
    expect(await refusalOf(abiText([...plateRows, { ...plateRows[4]!, sample: 'OTHER' }]))).toMatchObject({
      code: 'well-differs',
    });
    const same = await readInstrumentFile(abiText([...plateRows, plateRows[4]!]));
    expect(same.warnings).toContain('reading-twice:B1');
  });

  it('wells of another plate, and well names that are none', async () => {
    expect(await refusalOf(abiText(changed(3, { well: 'P24' })))).toMatchObject({ code: 'plate-not-96' });
    expect(await refusalOf(abiText(changed(3, { well: 'Z9' })))).toMatchObject({
      code: 'well-unknown',
      found: 'Z9',
    });
    const moved = Buffer.from(quantStudioText().toString().replace('13\tB1\tfalse', '25\tB1\tfalse'));
    expect(await refusalOf(moved)).toMatchObject({ code: 'plate-not-96' });
  });

  it('a line that ends before its Ct, and a run that was not analysed', async () => {
    const text = abiText().toString();
    const cut = Buffer.from(text.slice(0, text.lastIndexOf('25.0') - 6));
    expect(await refusalOf(cut)).toMatchObject({ code: 'row-too-short', column: 7 });
    const raw = Buffer.from(rdmlText().replaceAll(/<cq>.*?<\/cq>/g, ''));
    expect(await refusalOf(raw)).toMatchObject({ code: 'no-readings' });
  });

  it('a decimal comma between commas, and a quote that stays open', async () => {
    expect(await refusalOf(abiText(changed(4, { ct: '28,25' }), ','))).toMatchObject({
      code: 'row-too-long',
    });
    const open = abiText(changed(0, { sample: '"T000000011' }));
    expect(await refusalOf(open)).toMatchObject({ code: 'quote-not-closed' });
  });
});

describe('readInstrumentFile reads', () => {
  it.each(files)('%s: the same plate', async (format, make) => {
    const file = await readInstrumentFile(await make());
    expect(file.format).toBe(format);
    expect(file.run.name).toBe('Run 7');
    expect(file.wells.map(({ well, sample }) => [well, sample])).toEqual([
      ['A1', 'T000000011'],
      ['B1', 'T000000022'],
      ['A12', 'NC-P1'],
      ['H12', 'PC-P1'],
    ]);
    expect(file.wells.map(({ readings }) => readings.map(({ target, ct }) => [target, ct]))).toEqual([
      [
        ['ORF1AB', null],
        ['N', null],
        ['IC', 25.13],
      ],
      [
        ['ORF1AB', 27.5],
        ['N', 28.25],
        ['IC', 24.9],
      ],
      [
        ['ORF1AB', null],
        ['N', null],
        ['IC', null],
      ],
      [
        ['ORF1AB', 26],
        ['N', 27],
        ['IC', 25],
      ],
    ]);
    expect(file.wells[2]?.task).toBe('negative');
  });

  it('LightCycler: one table a filter, with dyes that are not made into targets', async () => {
    const { format, run, wells } = await readInstrumentFile(lightCyclerText());
    expect([format, run.name]).toEqual(['lightcycler-480', 'Run 7']);
    expect(wells[1]).toMatchObject({
      well: 'B1',
      sample: 'T000000022',
      readings: [
        { target: null, dye: 'FAM', ct: 27.5, raw: '27,5' },
        { target: null, dye: 'VIC/HEX', ct: 28.25 },
        { target: null, dye: 'CY5', ct: 24.9 },
      ],
    });
  });

  it('facts of the run, curves and flags', async () => {
    const file = await readInstrumentFile(quantStudioText());
    expect(file.run).toEqual({
      instrumentSerial: '278880031',
      instrumentModel: 'QuantStudio(TM) 7 Flex System',
      name: 'Run 7',
      plateBarcode: 'P1',
      startedAt: null,
      endedAt: '20300101123000',
      chemistry: 'TAQMAN',
    });
    expect(file.warnings).toEqual(['zone-not-taken:CST']);
    expect(file.amplification).toEqual([
      { well: 'B1', target: 'ORF1AB', dye: null, kind: 'rn', cycles: [1, 2, 3], values: [1.01, 1.02, 1.03] },
      {
        well: 'B1',
        target: 'ORF1AB',
        dye: null,
        kind: 'delta-rn',
        cycles: [1, 2, 3],
        values: [0.01, 0.02, 0.03],
      },
    ]);
    expect(file.wells[0]?.readings[0]?.flags).toEqual(['NOAMP']);
    const cfx = await readInstrumentFile(cfxText());
    expect(cfx.run).toMatchObject({ instrumentSerial: '783BR20183', startedAt: '20300131040000+0000' });
    const slan = await readInstrumentFile(slanText());
    expect(slan.run).toMatchObject({
      instrumentSerial: 'SN00123',
      plateBarcode: 'P1',
      endedAt: '20300101123000',
    });
    expect(slan.wells[1]?.readings[0]?.call).toBe('POS');
    expect((await readInstrumentFile(rdmlFile())).amplification).toHaveLength(12);
  });

  it.each(['Undetermined', 'NaN', '', '-1', 'N/A', 'No Ct', '0', '40.00+', '无'])(
    '%j as no Ct',
    async (ct) => {
      const { wells } = await readInstrumentFile(abiText(changed(5, { ct })));
      expect(wells[1]?.readings[2]).toMatchObject({ target: 'IC', ct: null, raw: ct });
    },
  );

  it('the Ct that it was given, in any order of rows', async () => {
    const row = fc.record({ ct: fc.integer({ min: 500, max: 4500 }), key: fc.nat() });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 12, maxLength: 12 }), async (drawn) => {
        const rows = plateRows.map((one, at) => ({ ...one, ct: (drawn[at]!.ct / 100).toFixed(2) }));
        const shuffled = rows.map((one, at) => ({ one, key: drawn[at]!.key })).sort((a, b) => a.key - b.key);
        const { wells } = await readInstrumentFile(cfxText(shuffled.map(({ one }) => one)));
        const read = wells.flatMap(({ well, readings }) =>
          readings.map(({ dye, ct }) => `${well} ${dye} ${ct}`),
        );
        expect(read.sort()).toEqual(rows.map(({ well, dye, ct }) => `${well} ${dye} ${Number(ct)}`).sort());
      }),
    );
  });
});
