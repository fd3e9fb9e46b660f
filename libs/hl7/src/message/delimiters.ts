/** The five delimiters of a message, read from MSH-1 and MSH-2; one that MSH-2 does not name is `''`: not in use. */
export interface Delimiters {
  field: string;
  component: string;
  repetition: string;
  escape: string;
  subcomponent: string;
  /** MSH-2 as it was sent. */
  encodingCharacters: string;
}

export const STANDARD_DELIMITERS: Delimiters = Object.freeze(delimitersOf('|', '^~\\&'));

/** Reads the delimiters off a text that begins with MSH, FHS or BHS; `null` when it does not. */
export function readDelimiters(text: string): Delimiters | null {
  if (!/^(?:MSH|FHS|BHS)[^A-Za-z0-9\s]/.test(text)) return null;
  const field = text.charAt(3);
  // Nearly every message: no need to build what is the same each time.
  if (text.startsWith('|^~\\&|', 3)) return STANDARD_DELIMITERS;
  let end = 4;
  while (end < text.length && end < 10 && text.charAt(end) !== field && text.charCodeAt(end) >= 0x20)
    end += 1;
  const encodingCharacters = text.slice(4, end);
  return encodingCharacters === ''
    ? delimitersOf(field, STANDARD_DELIMITERS.encodingCharacters)
    : delimitersOf(field, encodingCharacters);
}

function delimitersOf(field: string, encodingCharacters: string): Delimiters {
  return {
    field,
    component: encodingCharacters.charAt(0),
    repetition: encodingCharacters.charAt(1),
    escape: encodingCharacters.charAt(2),
    subcomponent: encodingCharacters.charAt(3),
    encodingCharacters,
  };
}
