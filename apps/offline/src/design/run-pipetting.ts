import {
  firstSpecimens,
  pipettingCsvForHand,
  pipettingCsvForRobot,
  pipettingList,
  type PlateFormat,
} from '#lis/domain';
import type { Desk } from '../desk.js';
import { findDesign } from '../designs/find-design.js';
import { InputRefusal } from '../input/input-refusal.js';
import { isPositive, numberOf, optionNumber } from '../input/numbers.js';
import { parseOptions } from '../input/parse-options.js';
import { readLines } from '../input/read-lines.js';
import { readTable } from '../input/read-table.js';
import { oneDesign } from './run-show.js';

const OPTIONS = {
  robot: { type: 'boolean' },
  aliquot: { type: 'string', default: '10' },
  volume: { type: 'string', default: '400' },
  dead: { type: 'string', default: '50' },
  reserve: { type: 'string', default: '100' },
  well: { type: 'string', default: '1800' },
  specimens: { type: 'string' },
  source: { type: 'string', default: '96' },
  target: { type: 'string', default: '96' },
} as const;

/** `design pipetting ID`: a whole list or a refusal, never a list without some specimen. */
export function runPipetting(args: readonly string[], desk: Desk): void {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const { design, specimenNames } = findDesign(oneDesign('pipetting', positionals), desk);
  const microlitres = (name: 'aliquot' | 'volume' | 'dead' | 'reserve' | 'well') =>
    optionNumber(
      name,
      values[name],
      (value) => value >= 0 && Number.isFinite(value),
      'microlitres, at least 0',
    );
  const volume = microlitres('volume');
  const specimens = values.specimens
    ? readTubes(desk, values.specimens, volume)
    : Array.from({ length: design.specimens }, (_, i) => ({
        code: specimenNames?.[i] ?? String(i + 1),
        microlitres: volume,
      }));
  if (specimens.length > design.specimens)
    throw new InputRefusal(
      `${values.specimens}: ${specimens.length} codes, and ${design.id} has ${design.specimens} specimens`,
    );
  const sourceFormat = formatOf('source', values.source);
  const transfers = pipettingList({
    design: firstSpecimens(design, specimens.length),
    specimens,
    sourceFormat,
    targetFormat: formatOf('target', values.target),
    aliquot: optionNumber('aliquot', values.aliquot, isPositive, 'microlitres above 0'),
    dead: microlitres('dead'),
    reserve: microlitres('reserve'),
    wellCapacity: microlitres('well'),
  });
  desk.print(
    values.robot === true ? pipettingCsvForRobot(transfers, sourceFormat) : pipettingCsvForHand(transfers),
  );
}

function readTubes(desk: Desk, file: string, volume: number) {
  const lines = readLines(file, desk.read(file));
  const { columns, rows } = readTable(lines, ['code', 'microlitres'], ['code']);
  return rows.map((row) => {
    const microlitres = columns.has('microlitres')
      ? numberOf(row.text('microlitres'), lines.decimalComma)
      : volume;
    if (!(microlitres >= 0)) throw row.refuse('microlitres', 'expected microlitres');
    return { code: row.text('code'), microlitres };
  });
}

function formatOf(option: string, text: string): PlateFormat {
  if (text !== '96' && text !== '384') throw new InputRefusal(`--${option} ${text}: expected 96 or 384`);
  return text === '96' ? 96 : 384;
}
