import { FileRefusal } from '../file-refusal.js';
import type { InstrumentFile, PlateWells } from '../instrument-file.js';
import { findTables, isAmplification, isResults } from '../table/find-tables.js';
import type { Sheet } from '../table/sheet.js';
import { collectWells } from './collect-wells.js';
import { detectFormat } from './detect-format.js';
import { checkBlock } from './plate-kind.js';
import { readAmplification } from './read-amplification.js';
import { readResults } from './read-results.js';
import { readFacts, runOf } from './run-facts.js';

/**
 * An instrument's file out of its tables. Several results tables (a LightCycler's export has one a filter) are one run.
 * @throws FileRefusal `format-unknown` with the columns that were looked for, `no-readings`, `plate-not-96`, `plate-not-384`, and those of the rows
 */
export function readSheets(sheets: readonly Sheet[], plate: PlateWells): InstrumentFile {
  const found = sheets.map(findTables);
  const tables = found.flatMap((one) => one.tables);
  // CFX and workbooks keep the facts on a sheet of their own; a sheet's own words come first
  const results = tables.filter(isResults);
  const before = [...results.flatMap((table) => table.before), ...tables.flatMap((table) => table.before)];
  const facts = readFacts([...before, ...found.flatMap(({ rest }) => rest)]);
  const [first] = results;
  if (first === undefined)
    throw new FileRefusal(
      'format-unknown',
      {},
      'no heading line with a well, a Ct/Cq/Cp and a third known column',
    );
  const format = detectFormat(first, facts);
  if (format === null)
    throw new FileRefusal(
      'format-unknown',
      { ...(first.sheet === '' ? {} : { sheet: first.sheet }), line: first.header.number },
      'a well and a Ct, but of no known instrument',
    );
  checkBlock(facts.block ?? '', plate);
  const rows = results.flatMap((table) => readResults(table, readFacts(table.before).filter ?? '', plate));
  const { wells, warnings } = collectWells(rows);
  if (wells.length === 0) throw new FileRefusal('no-readings', { line: first.header.number });
  const { run, warnings: ofRun } = runOf(facts);
  return {
    format,
    plate,
    run,
    wells,
    amplification: tables.filter(isAmplification).flatMap((table) => readAmplification(table, plate)),
    warnings: [...ofRun, ...warnings],
  };
}
