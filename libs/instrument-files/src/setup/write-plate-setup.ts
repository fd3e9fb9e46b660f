import iconv from 'iconv-lite';
import { inRowOrder, type SetupFormat, type SetupPlate, wellNumber } from './plate-setup.js';
import { setupText } from './setup-text.js';
import { writeRdmlSetup } from './write-rdml-setup.js';

type Kind = SetupPlate['wells'][number]['kind'];
const isNegative = (kind: Kind) => kind === 'negative-control' || kind === 'extraction-control';

/**
 * A plate's set-up for a thermocycler: places, codes, targets with their dyes, controls. What comes back in the export are the
 * same codes, so that the file finds its plate and its wells (controls are named `NC-barcode` …).
 */
export function writePlateSetup(format: SetupFormat, plate: SetupPlate): Buffer {
  return writers[format](plate);
}

// ABI knows no positive control but as a task of its own in some versions: UNKNOWN is read by all
const abiTask = (kind: Kind) => (isNegative(kind) ? 'NTC' : 'UNKNOWN');

function writeQuantStudio(plate: SetupPlate): string {
  const heading = ['Well', 'Well Position', 'Sample Name', 'Target Name', 'Task', 'Reporter', 'Quencher'];
  return `* Experiment Barcode = ${plate.barcode}\r\n* Experiment Name = ${plate.barcode}\r\n\r\n[Sample Setup]\r\n${setupText(
    [
      heading,
      ...inRowOrder(plate).flatMap(({ well, kind, code }) =>
        plate.targets.map(({ name, dye }) => [
          String(wellNumber(well)),
          well,
          code ?? '',
          name,
          abiTask(kind),
          dye,
          'None',
        ]),
      ),
    ],
    '\t',
  )}`;
}

function writeAbi(plate: SetupPlate): string {
  const rows = inRowOrder(plate).flatMap(({ well, kind, code }) =>
    plate.targets.map(({ name, dye }) => [well, code ?? '', name, abiTask(kind), dye, 'None']),
  );
  return `[Sample Setup]\r\n${setupText([['Well', 'Sample Name', 'Target Name', 'Task', 'Reporter', 'Quencher'], ...rows], '\t')}`;
}

function writeLightCycler(plate: SetupPlate): string {
  const heading = ['General:Pos', 'General:Sample Name', 'General:Target Name', 'General:Notes'];
  const rows = inRowOrder(plate).map(({ well, code }) => [
    well,
    code ?? '',
    plate.targets.map(({ name, dye }) => `${name} (${dye})`).join('; '),
    plate.barcode,
  ]);
  return setupText([heading, ...rows], '\t');
}

function writeCfx(plate: SetupPlate): string {
  const rows = inRowOrder(plate).map(({ well, code }) => [
    well.charAt(0),
    well.slice(1),
    plate.targets.map(({ name }) => name).join(';'),
    code ?? '',
    plate.barcode,
  ]);
  return `\uFEFF${setupText([['Row', 'Column', '*Target Name', '*Sample Name', '*Biological Group'], ...rows], ',')}`;
}

function writeSlan(plate: SetupPlate): string {
  const type = (kind: Kind) =>
    isNegative(kind) ? '阴性对照' : kind === 'positive-control' ? '阳性对照' : '样本';
  const rows = inRowOrder(plate).flatMap(({ well, kind, code }) =>
    plate.targets.map(({ name, dye }) => [well, code ?? '', type(kind), dye, name]),
  );
  return setupText([['孔位', '样本名称', '类型', '通道', '检测项目'], ...rows], '\t');
}

const writers: Record<SetupFormat, (plate: SetupPlate) => Buffer> = {
  quantstudio: (plate) => Buffer.from(writeQuantStudio(plate)),
  'abi-7500': (plate) => Buffer.from(writeAbi(plate)),
  'lightcycler-480': (plate) => Buffer.from(writeLightCycler(plate)),
  cfx: (plate) => Buffer.from(writeCfx(plate)),
  'slan-96p': (plate) => iconv.encode(writeSlan(plate), 'gbk'),
  rdml: writeRdmlSetup,
};
