/** An explanation of one part in place of the cheapest: what it costs above it, which specimens go and which come, ascending. */
export type Alternative = {
  readonly above: number;
  readonly instead: readonly number[];
  readonly of: readonly number[];
};

/** This many are handed out with a decode. */
const KEPT = 8;

/** Keeps the cheapest alternatives, of equal ones those that came first. */
export function makeAlternatives() {
  let kept: Alternative[] = [];
  return {
    clear: (): void => {
      kept = [];
    },
    /** the alternative is items[from … to − 1] */
    offer: (above: number, of: readonly number[], items: Int32Array, from: number, to: number): void => {
      if (kept.length === KEPT && above >= kept[KEPT - 1]!.above) return;
      if (kept.length === KEPT) kept.pop();
      let at = kept.length;
      while (at > 0 && kept[at - 1]!.above > above) at -= 1;
      kept.splice(at, 0, { above, instead: [...items.subarray(from, to)].sort((a, b) => a - b), of });
    },
    list: (): readonly Alternative[] => kept,
  };
}
