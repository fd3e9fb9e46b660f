// one moment is written many times: into every row of a group
let last = { at: NaN, text: '' };

/** RFC 3339 text in UTC with milliseconds of a moment (epoch ms). @throws RangeError outside the calendar */
export function momentText(at: number): string {
  if (at !== last.at) last = { at, text: new Date(at).toISOString() };
  return last.text;
}

/** A Date of epoch ms, for libraries that take nothing else. */
export const dateOf = (at: number): Date => new Date(at);

/** Epoch ms of an RFC 3339 text with zone; NaN if it is none. */
export function parseMoment(text: string): number {
  return Date.parse(text);
}
