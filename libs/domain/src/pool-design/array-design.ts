import { poolDesign, type PoolDesign } from './pool-design.js';

/**
 * Rows and columns of a plate: pools 0 … rows − 1 are the rows, the columns follow. Specimens stand column by column
 * (A1, B1, …), as a plate is filled and as HYPER's authors publish their arrays (Cleary et al. 2021).
 * @throws RangeError unless both sides are whole and at least 2
 */
export function arrayDesign(rows: number, columns: number, hasMaster = false): PoolDesign {
  if (!Number.isInteger(rows) || !Number.isInteger(columns) || rows < 2 || columns < 2)
    throw new RangeError(`array: ${rows} rows and ${columns} columns`);
  return poolDesign({
    id: `array-${rows}x${columns}${hasMaster ? '-master' : ''}`,
    family: 'array',
    pools: rows + columns,
    poolsOfSpecimen: Array.from({ length: rows * columns }, (_, specimen) => [
      specimen % rows,
      rows + Math.floor(specimen / rows),
    ]),
    hasMaster,
  });
}
