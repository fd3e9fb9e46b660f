/**
 * By which day's pools people decide: the latest that says enough (`tooFew` false); undefined: none does, and all days
 * together stand for it. What the virus did weeks ago tells little of today's pools.
 */
export const latestTelling = <Day extends { tooFew: boolean | null }>(
  days: readonly Day[],
): Day | undefined => days.findLast(({ tooFew }) => tooFew === false);
