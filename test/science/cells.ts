/**
 * A cell of a table in docs/decoding.md. `exact`: computed, the same on every machine. `simulated`: with its standard error; another
 * number of draws gives another value within the noise. `measured`: of one machine, compared with nothing.
 */
export type Cell = {
  readonly text: string;
  readonly kind: 'words' | 'exact' | 'simulated' | 'measured';
};
/** `columns` is the heading. The name stands in the document before the table. */
export type Table = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
};

export const words = (text: string): Cell => ({ text, kind: 'words' });
export const exact = (value: number | string, digits?: number): Cell => ({
  text: typeof value === 'string' || digits === undefined ? String(value) : value.toFixed(digits),
  kind: 'exact',
});
export const measured = (text: string): Cell => ({ text, kind: 'measured' });
export function simulated({ mean, error }: { mean: number; error: number }, digits = 3): Cell {
  const text = Number.isFinite(mean) ? `${mean.toFixed(digits)} ± ${error.toFixed(digits)}` : '–';
  return { text, kind: 'simulated' };
}

/** Sums over batches of what was counted, `hit` out of `of`. */
export type Counted = { readonly hit: number; readonly of: number };

/**
 * The ratio Σ hit/Σ of with its standard error. What lies in one batch is not independent, so the batches are what varies; a ratio
 * that never varied has the error of half a hit.
 */
export function ratio(batches: readonly Counted[]): { mean: number; error: number } {
  const of = batches.reduce((sum, one) => sum + one.of, 0);
  const mean = batches.reduce((sum, one) => sum + one.hit, 0) / of;
  const spread = batches.reduce((sum, one) => sum + (one.hit - mean * one.of) ** 2, 0);
  return { mean, error: Math.max(Math.sqrt(spread), 0.5) / of };
}
