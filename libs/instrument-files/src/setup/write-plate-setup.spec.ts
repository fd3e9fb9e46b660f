import { unzipSync, zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFile } from '../bytes/decode-file.js';
import { readInstrumentFile } from '../read-instrument-file.js';
import { splitText } from '../table/split-text.js';
import { SETUP_FORMATS, type SetupFormat, type SetupPlate } from './plate-setup.js';
import { writePlateSetup } from './write-plate-setup.js';

const targets = [
  { name: 'ORF1AB', dye: 'FAM' },
  { name: 'N', dye: 'VIC' },
  { name: 'IC', dye: 'CY5' },
];
const plateOf = (codes: readonly string[]): SetupPlate => ({
  barcode: 'P1',
  targets,
  wells: [
    ...codes.map((code, at) => ({
      well: `${'ABCDEFGH'[at % 8]}${Math.floor(at / 8) + 1}`,
      kind: 'sample' as const,
      code,
    })),
    { well: 'A12', kind: 'negative-control', code: 'NC-P1' },
    { well: 'H12', kind: 'positive-control', code: 'PC-P1' },
  ],
});
const ctOf = (well: string, target: number) => (20 + well.charCodeAt(0) / 10 + target).toFixed(2);
const cells = (text: string) => splitText(text).lines.map((line) => line.cells);
const joined = (rows: readonly (readonly string[])[]) => rows.map((row) => row.join('\t')).join('\n');

/** What the instrument would export after a run of this set-up: its rows with a Ct. */
function exportOf(format: SetupFormat, setup: Buffer): Buffer {
  if (format === 'rdml') {
    const xml = Buffer.from(unzipSync(setup)['rdml_data.xml']!).toString();
    const filled = xml.replaceAll(/<react id="(\d+)">.*?<\/react>/gs, (react, id: string) => {
      let target = 0;
      const well = 'ABCDEFGH'.charAt(Math.floor((Number(id) - 1) / 12));
      return react.replaceAll('</data>', () => `<cq>${ctOf(well, target++)}</cq></data>`);
    });
    return Buffer.from(zipSync({ 'rdml_data.xml': Buffer.from(filled) }));
  }
  const rows = cells(decodeFile(setup));
  const at = rows.findIndex((row) => row.length > 2);
  const [head, heading, body] = [rows.slice(0, at), rows[at]!, rows.slice(at + 1)];
  const index = (row: readonly string[]) => targets.findIndex(({ name }) => row.includes(name));
  switch (format) {
    case 'quantstudio':
      return Buffer.from(
        `${joined(head)}\n[Results]\n${joined([[...heading, 'CT'], ...body.map((row) => [...row, ctOf(row[1]!, index(row))])])}`,
      );
    case 'abi-7500':
      return Buffer.from(
        joined([[...heading, 'Ct'], ...body.map((row) => [...row, ctOf(row[0]!, index(row))])]),
      );
    case 'slan-96p':
      return Buffer.from(
        joined([[...heading, 'Ct值'], ...body.map((row) => [...row, ctOf(row[0]!, index(row))])]),
      );
    case 'cfx':
      return Buffer.from(
        joined([
          ['Well', 'Fluor', 'Target', 'Content', 'Sample', 'Cq'],
          ...body.flatMap(([row = '', column = '', names = '', sample = '']) =>
            names
              .split(';')
              .map((name, target) => [
                `${row}${column.padStart(2, '0')}`,
                targets[target]!.dye,
                name,
                'Unkn',
                sample,
                ctOf(row, target),
              ]),
          ),
        ]),
      );
    default:
      return Buffer.from(
        targets
          .map(({ dye }, target) =>
            [
              `Experiment: P1  Selected Filter: ${dye} (1-2)`,
              joined([
                ['Include', 'Color', 'Pos', 'Name', 'Cp'],
                ...body.map(([pos = '', name = '']) => ['True', '255', pos, name, ctOf(pos, target)]),
              ]),
            ].join('\n'),
          )
          .join('\n\n'),
      );
  }
}

describe('plate set-up files', () => {
  const formats = Object.keys(SETUP_FORMATS) as SetupFormat[];

  it.each(formats)(
    '%s: what is set up comes back',
    async (format) => {
      const code = fc.string({
        unit: fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')),
        minLength: 8,
        maxLength: 20,
      });
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(code, { minLength: 1, maxLength: 80 }), async (codes) => {
          const plate = plateOf(codes);
          const file = await readInstrumentFile(exportOf(format, writePlateSetup(format, plate)));
          expect(file.format).toBe(format);
          const back = file.wells.map(({ well, sample }) => `${well} ${sample}`);
          expect(back.sort()).toEqual(plate.wells.map((one) => `${one.well} ${one.code}`).sort());
          for (const { well, readings } of file.wells)
            expect(readings.map(({ ct }) => ct)).toEqual(targets.map((_, at) => Number(ctOf(well, at))));
        }),
        { numRuns: 20 },
      );
    },
    60_000,
  );

  it.each(formats.filter((format) => SETUP_FORMATS[format].spreadsheet))(
    '%s: no cell is executed or breaks the table',
    (format) => {
      const hostile = fc.string({
        unit: fc.constantFrom('=', '+', '-', '@', '"', ',', ';', '\t', '\n', 'A', '1', '＝'),
        minLength: 1,
        maxLength: 12,
      });
      fc.assert(
        fc.property(hostile, (code) => {
          const text = decodeFile(writePlateSetup(format, plateOf([code])));
          const plain = decodeFile(writePlateSetup(format, plateOf(['PLAIN'])));
          expect(text.split('\r\n').length).toBe(plain.split('\r\n').length);
          for (const row of cells(text).filter((one) => one.length > 2))
            for (const cell of row) expect(cell).not.toMatch(/^[=+\-@＝]/u);
        }),
      );
    },
  );

  it('tells the delimiter by what stands outside of quotes', () => {
    const rows = cells(decodeFile(writePlateSetup('cfx', plateOf(['";;;']))));
    const widths = new Set(rows.filter((one) => one.length > 2).map((one) => one.length));
    expect(widths.size).toBe(1);
  });

  it('brings a code that looks like a formula back as it was', async () => {
    const { wells } = await readInstrumentFile(
      exportOf('abi-7500', writePlateSetup('abi-7500', plateOf(['=1+1']))),
    );
    expect(wells[0]?.sample).toBe('=1+1');
  });

  it('is the same bytes for the same plate', () => {
    for (const format of formats)
      expect(writePlateSetup(format, plateOf(['A1B2C3D4']))).toEqual(
        writePlateSetup(format, plateOf(['A1B2C3D4'])),
      );
  });
});
