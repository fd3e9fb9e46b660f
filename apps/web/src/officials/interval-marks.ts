type Interval = { estimate: number; low: number; high: number };
export type Day = { day: string; prevalence: Interval | null; tooFew: boolean | null };
export type Mark = {
  day: string;
  /** shares of the chart's height, 0 at its foot; the line ends at the top where the interval goes on */
  estimate: number;
  low: number;
  high: number;
  /** too few to say: the interval alone is shown */
  isOpen: boolean;
};

/**
 * Where days' intervals lie in a chart whose top is a round share: 1, 2 or 5 times a power of ten, above every day that
 * says something. Days that say nothing do not flatten the others: what goes over the top is cut there.
 */
export function intervalMarks(days: readonly Day[]): { top: number; marks: Mark[] } {
  const known = days.flatMap(({ day, prevalence, tooFew }) =>
    prevalence ? [{ day, prevalence, tooFew }] : [],
  );
  const telling = known.filter(({ tooFew }) => !tooFew);
  const highest = Math.max(
    0,
    ...(telling.length > 0 ? telling : known).map(({ prevalence }) => prevalence.high),
  );
  const top = roundAbove(highest);
  const at = (share: number) => Math.min(1, share / top);
  return {
    top,
    marks: known.map(({ day, prevalence: { estimate, low, high }, tooFew }) => ({
      day,
      estimate: at(estimate),
      low: at(low),
      high: at(high),
      isOpen: tooFew ?? true,
    })),
  };
}

function roundAbove(share: number): number {
  if (!(share > 0)) return 0.001;
  const power = 10 ** Math.floor(Math.log10(share));
  return Math.min(1, ([1, 2, 5].find((times) => times * power >= share) ?? 10) * power);
}
