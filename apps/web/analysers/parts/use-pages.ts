import { useState } from 'react';

/** Where one is in a list that comes in pages, each asked for by the end of the one before. */
export function usePages() {
  // the ends of the pages that were gone through; the last is `before` of the one that is shown
  const [ends, setEnds] = useState<string[]>([]);
  return {
    before: ends.at(-1),
    /** undefined: this is the first */
    back: ends.length === 0 ? undefined : () => setEnds(ends.slice(0, -1)),
    go: (next: string) => setEnds([...ends, next]),
    toFirst: () => setEnds([]),
  };
}
export type Paging = ReturnType<typeof usePages>;
