import type { Journal } from '../journal/index.js';
import { ProductRefusal } from '../product/index.js';

export type Violations = ReturnType<typeof keepViolations>;
export type Violation = { code: string; count: number; examples: string[] };

const EXAMPLES = 5;

/** What must not happen in a drill, by code, each with a few examples. */
export function keepViolations(journal: Pick<Journal, 'write'>) {
  const byCode = new Map<string, Violation>();
  const restore = (code: string, detail: string) => {
    const known = byCode.get(code) ?? { code, count: 0, examples: [] };
    known.count += 1;
    if (known.examples.length < EXAMPLES) known.examples.push(detail);
    byCode.set(code, known);
    return known;
  };
  return {
    restore,
    /** the product said no to something that a drill may do: noted, and the drill goes on; anything else ends it */
    note(error: unknown): void {
      if (!(error instanceof ProductRefusal)) throw error;
      this.add('product-refused', error.message);
    },
    add(code: string, detail: string): void {
      // the journal keeps what a summary shows, not every repetition
      if (restore(code, detail).count <= 100) journal.write({ k: 'violation', code, detail });
    },
    list: (): Violation[] => [...byCode.values()],
  };
}
