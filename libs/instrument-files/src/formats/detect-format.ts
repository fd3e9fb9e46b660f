import type { InstrumentFormat } from '../instrument-file.js';
import { headingKey } from '../table/columns.js';
import type { Table } from '../table/find-tables.js';
import type { RunFacts } from './run-facts.js';

/**
 * Which family a results table is of, by its headings and what stands before it; null when it is none. Tables of ABI and
 * QuantStudio differ by `Well Position`; LightCycler calls place and Ct `Pos` and `Cp`; CFX has `Fluor` and `Content`.
 */
export function detectFormat({ header, columns }: Table, facts: RunFacts): InstrumentFormat | null {
  const keys = new Set(header.cells.map(headingKey));
  const model = (facts.model ?? '').toLowerCase();
  if (/quantstudio|viia/.test(model) && columns.has('target')) return 'quantstudio';
  if (/slan/.test(model)) return 'slan-96p';
  if (keys.has('cp') && keys.has('pos')) return 'lightcycler-480';
  if (keys.has('cq') && keys.has('fluor') && keys.has('content')) return 'cfx';
  if (header.cells.some((cell) => /[\u4e00-\u9fff]/.test(cell))) return 'slan-96p';
  if (columns.has('position') && columns.has('target')) return 'quantstudio';
  if (columns.has('target') && keys.has('task')) return 'abi-7500';
  // the English export of SLAN has no task but a channel
  if (keys.has('channel') && columns.has('sample')) return 'slan-96p';
  return null;
}
