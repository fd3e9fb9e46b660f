/** RFC 3339 text in UTC with milliseconds of a moment (epoch ms). @throws RangeError outside the calendar */
export function momentText(at: number): string {
  return new Date(at).toISOString();
}

/** Epoch ms of an RFC 3339 text with zone; NaN if it is none. */
export function parseMoment(text: string): number {
  return Date.parse(text);
}
