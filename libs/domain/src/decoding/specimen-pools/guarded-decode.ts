import type { Decoder } from './decoder.js';
import type { BatchReadings, Decoded, DecoderSettings } from './decoder-settings.js';
import { DEFAULT_BUDGET_MS } from './posterior-maker.js';
import { answerWithoutPosterior } from './without-posterior.js';

/**
 * What ended a decode. `answer`: itself, by an answer or the limit of its work, and again so on every machine. `clock`: the wall
 * clock's guard. `fault`: a thread that broke. The last two are kept with the decode, because its readings do not tell them.
 */
export const DECODE_ENDS = ['answer', 'clock', 'fault'] as const;
export type DecodeEnd = (typeof DECODE_ENDS)[number];

/** Decodes under the guard of a clock in milliseconds that only goes forward; says whether the guard ended it. */
export function decodeGuarded(
  decoder: Decoder,
  settings: DecoderSettings,
  readings: BatchReadings,
  now: () => number,
): { decoded: Decoded; end: 'answer' | 'clock' } {
  const { budgetMs = DEFAULT_BUDGET_MS } = settings;
  let start: number | null = null;
  let isLate = false;
  const decoded = decoder.decode(readings, () => {
    const at = now();
    start ??= at;
    isLate ||= !(at - start <= budgetMs);
    return at;
  });
  if (decoded.kind !== 'budget' || !isLate) return { decoded, end: 'answer' };
  return { decoded: answerWithoutPosterior(decoder.design, settings, readings, 'budget'), end: 'clock' };
}

/** The same answer again, from what was kept of it: no clock decides anything here. */
export function decodeAgain(
  decoder: Decoder,
  settings: DecoderSettings,
  readings: BatchReadings,
  end: DecodeEnd,
): Decoded {
  if (end === 'answer') return decoder.decode(readings, () => 0);
  const cause = end === 'clock' ? 'budget' : 'decoder-failed';
  return answerWithoutPosterior(decoder.design, settings, readings, cause);
}
