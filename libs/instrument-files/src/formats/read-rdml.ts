import { readCtCell } from '#lis/hl7';
import { XMLParser } from 'fast-xml-parser';
import { readFileTime } from '../cells/file-time.js';
import { readDye, readTarget } from '../cells/file-target.js';
import { readTask } from '../cells/file-task.js';
import { refuseEntities } from '../bytes/bounded-unzip.js';
import { FileRefusal } from '../file-refusal.js';
import {
  type Amplification,
  type InstrumentFile,
  NO_RUN_FACTS,
  type PlateWells,
} from '../instrument-file.js';
import { cellText } from '../table/sheet.js';
import { collectWells, type WellRow } from './collect-wells.js';
import { GEOMETRY, wellOn } from './plate-kind.js';
import { plainName } from './read-results.js';

type Node = { [name: string]: unknown };
const many = new Set(['experiment', 'run', 'react', 'data', 'adp', 'sample', 'target', 'type']);

/**
 * RDML 1.0 to 1.3 (rdml.org): one experiment with one run of a plate; reacts are counted along the rows.
 * A file with several runs is refused: nobody says which one is meant.
 * @throws FileRefusal `xml-broken`, `xml-entities`, `format-unknown`, `plate-not-96`, `plate-not-384`, `well-unknown`, `cell-unreadable`, `well-differs`
 */
export function readRdml(xml: Buffer, plate: PlateWells): InstrumentFile {
  refuseEntities(xml);
  let document: Node;
  try {
    document = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      parseTagValue: false,
      parseAttributeValue: false,
      removeNSPrefix: true,
      isArray: (name) => many.has(name),
    }).parse(xml.toString('utf8'), true) as Node;
  } catch {
    throw new FileRefusal('xml-broken');
  }
  const rdml = nodeOf(document['rdml']);
  if (rdml === null) throw new FileRefusal('format-unknown', {}, 'no element rdml');
  const runs = listOf(rdml['experiment']).flatMap((experiment) => listOf(experiment['run']));
  const [run] = runs;
  if (run === undefined || runs.length > 1)
    throw new FileRefusal('format-unknown', {}, `${runs.length} runs`);
  const format = nodeOf(run['pcrFormat']);
  const { rows: plateRows, columns } = GEOMETRY[plate];
  if (format && (textOf(format['rows']) !== `${plateRows}` || textOf(format['columns']) !== `${columns}`))
    throw new FileRefusal(
      `plate-not-${plate}`,
      {},
      `${textOf(format['rows'])}x${textOf(format['columns'])}`.slice(0, 60),
    );
  const dyes = new Map(
    listOf(rdml['target']).map((target) => [textOf(target['@id']), idOf(target['dyeId'])]),
  );
  const tasks = new Map(
    listOf(rdml['sample']).map((sample) => [textOf(sample['@id']), firstText(sample['type'])]),
  );
  const amplification: Amplification[] = [];
  const rows = listOf(run['react']).flatMap((react): WellRow[] => {
    const id = textOf(react['@id']);
    const well = wellOn(plate, id);
    if (well === null) throw new FileRefusal('well-unknown', {}, id.slice(0, 60));
    const sample = idOf(react['sample']) || idOf(listOf(react['sample'])[0]);
    return listOf(react['data']).flatMap((data): WellRow[] => {
      const targetId = idOf(data['tar']);
      const { target, dye } = readTarget(cellText(targetId), cellText(dyes.get(targetId) ?? ''));
      if (target === null && dye === null) throw new FileRefusal('target-missing', {}, well);
      const raw = textOf(data['cq']);
      const { ct, ctState } = readCtCell(cellText(raw));
      if (ctState === 'unreadable')
        throw new FileRefusal('cell-unreadable', {}, `${well} ${raw}`.slice(0, 60));
      const points = listOf(data['adp']).map(
        (adp) => [Number(textOf(adp['cyc'])), Number(textOf(adp['fluor']))] as const,
      );
      if (points.flat().some((value) => !Number.isFinite(value)))
        throw new FileRefusal('cell-unreadable', {}, `${well} adp`);
      if (points.length > 0)
        amplification.push({
          well,
          target,
          dye,
          kind: 'fluorescence',
          cycles: points.map(([cycle]) => cycle),
          values: points.map(([, value]) => value),
        });
      const excluded = textOf(data['excl']);
      // a run that nobody analysed, or a set-up: -1 means that there is no Cq, silence means nothing
      if (raw === '') return [];
      const reading = {
        well,
        sample: plainName(cellText(sample)),
        task: readTask(tasks.get(sample) ?? ''),
        reading: {
          target,
          dye: dye && readDye(dye),
          ct,
          raw,
          call: null,
          flags: excluded === '' ? [] : ['EXCLUDED'],
        },
        place: {},
      };
      return [reading];
    });
  });
  const { wells, warnings } = collectWells(rows);
  if (wells.length === 0) throw new FileRefusal('no-readings');
  const { time, warning } = readFileTime(textOf(run['runDate']));
  return {
    format: 'rdml',
    plate,
    run: {
      ...NO_RUN_FACTS,
      name: textOf(run['@id']) || null,
      instrumentModel: textOf(run['instrument']) || null,
      endedAt: time,
    },
    wells,
    amplification,
    warnings: warning === null ? warnings : [warning, ...warnings],
  };
}

const nodeOf = (value: unknown): Node | null =>
  typeof value === 'object' && value !== null ? (value as Node) : null;
const listOf = (value: unknown): Node[] =>
  (Array.isArray(value) ? (value as unknown[]) : [value]).map(nodeOf).filter((node) => node !== null);
const idOf = (value: unknown): string => textOf(nodeOf(value)?.['@id']);

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  const inner = nodeOf(value)?.['#text'];
  return typeof inner === 'string' ? inner.trim() : '';
}

const firstText = (value: unknown): string => textOf(Array.isArray(value) ? value[0] : value);
