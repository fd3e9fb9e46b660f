import { hash } from 'node:crypto';
import type { FilePreview } from '#lis/contracts';
import { zoneOffsetMs } from '#lis/domain';
import { parseHl7Time } from '#lis/hl7';
import { type InstrumentFile, readInstrumentFile } from '#lis/instrument-files';
import type { Executor } from '#lis/persistence';
import { chooseRun } from './choose-run.js';
import type { FileLayout } from './file-layout.js';
import { type FileRow, readKnownReadings, readKnownRuns, readLayouts, type Said } from './files.queries.js';
import { judgeFile, type TakenWell } from './judge-file.js';

/** A preview with what acceptance needs beside it. */
export type Seen = {
  preview: FilePreview;
  taken: TakenWell[];
  layout: FileLayout | null;
  file: InstrumentFile | null;
  /** epoch ms on the laboratory's wall clock; null: the file has no time */
  observedAt: number | null;
};

const nothing = {
  format: null,
  plate: null,
  runNumber: '',
  joins: false,
  problems: [],
  doubts: [],
  wells: { samples: 0, controls: 0, outside: 0 },
  controls: { verdict: 'waiting' as const, reasons: [] },
  disagreements: [],
  missing: [],
  known: { same: 0, different: [] },
  plateWells: [],
  warnings: [],
  isClean: false,
};

/** What would be taken over of a stored file, as things stand now. `now`: epoch ms, for the zone's offset of a file without a time. */
export async function previewFile(tx: Executor, row: FileRow, said: Said, now: number): Promise<Seen> {
  const base = { fileId: String(row.id), state: row.state, refusal: row.refusal };
  if (row.state === 'refused')
    return {
      preview: { ...base, ...nothing, problems: ['file-refused'], preview: '' },
      taken: [],
      layout: null,
      file: null,
      observedAt: null,
    };
  const file = await readInstrumentFile(row.body);
  const candidates = said.plateBarcode === undefined ? barcodesIn(file, row.name) : [said.plateBarcode];
  const layouts = await readLayouts(tx, row.laboratoryId, candidates);
  const [layout] = layouts;
  const isMixed = layout !== undefined && layout.sweepId < 0 !== row.instrumentId < 0;
  if (layout === undefined || layouts.length > 1 || isMixed) {
    const problem = isMixed ? 'realm-mixed' : layout === undefined ? 'plate-unknown' : 'plate-ambiguous';
    const preview = {
      ...base,
      ...nothing,
      format: file.format,
      problems: [problem],
      warnings: file.warnings,
    };
    return {
      preview: { ...preview, preview: digest(preview) },
      taken: [],
      layout: null,
      file,
      observedAt: null,
    };
  }
  const time = file.run.endedAt ?? file.run.startedAt;
  const observedAt =
    time === null ? null : parseHl7Time(time, Math.round(zoneOffsetMs(now, layout.timeZone) / 60_000));
  const runs = await readKnownRuns(tx, row.instrumentId, layout);
  const { runNumber, joins, isAmbiguous } = chooseRun(said.runNumber, file.run.name, observedAt, runs);
  const known = joins ? await readKnownReadings(tx, row.instrumentId, layout, runNumber) : [];
  const { taken, ...judged } = judgeFile(file, layout, { ...row.targetsByDye, ...said.targetsByDye }, known);
  const serial = file.run.instrumentSerial;
  const problems = [
    ...judged.problems,
    ...(isAmbiguous ? ['run-ambiguous'] : []),
    ...(taken.length === 0 ? ['wells-none'] : []),
  ];
  const doubts = [
    ...(serial !== null && serial !== row.serial ? ['instrument-differs'] : []),
    ...(observedAt === null ? ['time-unknown'] : []),
    ...(judged.controls.verdict === 'accepted' ? [] : [`controls-${judged.controls.verdict}`]),
    ...(judged.disagreements.length > 0 ? ['layout-differs'] : []),
    ...(judged.missing.length > 0 ? ['wells-missing'] : []),
    ...(judged.known.different.length > 0 ? ['values-differ'] : []),
    ...(judged.wells.outside > 0 ? ['wells-not-laid-out'] : []),
  ];
  const preview = {
    ...base,
    format: file.format,
    plate: {
      barcode: layout.barcode,
      by: said.plateBarcode === undefined ? ('file' as const) : ('given' as const),
    },
    runNumber,
    joins,
    doubts,
    warnings: file.warnings,
    ...judged,
    problems,
    isClean: problems.length === 0 && doubts.length === 0,
  };
  return { preview: { ...preview, preview: digest(preview) }, taken, layout, file, observedAt };
}

/** Where a file may name its plate: the run's barcode, its name, the file's name, and the names of the controls. */
function barcodesIn(file: InstrumentFile, fileName: string): string[] {
  if (file.run.plateBarcode !== null) return [file.run.plateBarcode];
  const controls = file.wells.flatMap(({ sample }) => /^(?:NC|PC|EC)-(.+)$/.exec(sample ?? '')?.[1] ?? []);
  const texts = [file.run.name ?? '', fileName.replace(/\.[A-Za-z0-9]{1,5}$/, '')];
  const parts = texts.flatMap((text) => [text, ...text.split(/[^A-Za-z0-9-]+/)]);
  return [...new Set([...controls, ...parts])].filter((part) => part !== '').slice(0, 200);
}

const digest = (preview: object) => hash('sha256', JSON.stringify(preview), 'hex');
