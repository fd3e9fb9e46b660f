const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Shorter ones lie between the wells of one run and say nothing about when the next run is due. */
const shortestPauseMs = minuteMs;
/** Longer ones are nights and days without work. */
const longestPauseMs = 6 * hourMs;
const remembered = 20;
const neededToLearn = 3;
const untilLearnedMs = 3 * hourMs;
const bounds = { from: 15 * minuteMs, to: 6 * hourMs };

/** The pauses of a connection, the newest last, with the one that just ended: as many as are worth remembering. */
export function withPause(pausesMs: readonly number[], endedMs: number): readonly number[] {
  if (endedMs < shortestPauseMs || endedMs > longestPauseMs) return pausesMs;
  return [...pausesMs, endedMs].slice(-remembered);
}

/** How long a connection may be silent by its own habit: half as long again as its longest usual pause, 15 min to 6 h. */
export function usualSilenceMs(pausesMs: readonly number[]): number {
  if (pausesMs.length < neededToLearn) return untilLearnedMs;
  return Math.min(bounds.to, Math.max(bounds.from, 1.5 * Math.max(...pausesMs)));
}

/**
 * Whether a connection is silent too long at `now` (all epoch ms). `waitingSince`: since when something waits for it,
 * null when nothing does: an analyser without work may be as silent as it likes.
 */
export function isSilentTooLong(
  heardAt: number,
  pausesMs: readonly number[],
  waitingSince: number | null,
  now: number,
): boolean {
  if (waitingSince === null) return false;
  return now - Math.max(heardAt, waitingSince) > usualSilenceMs(pausesMs);
}
