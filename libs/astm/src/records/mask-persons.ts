import { readAstmMessages } from './read-records.js';

/** Fields of people: collectors, physicians, operators. */
const people = new Map<string, readonly number[]>([
  ['O', [11, 14, 17, 18, 19, 20]],
  ['R', [11]],
]);
/** Records of what a laboratory needs; the others speak of people (P) or hold free text (C, M, S). */
const shown = new Set(['H', 'O', 'R', 'L']);

/**
 * A message line by line with names taken out: the bench sees codes (law 11). Field places stay. Null for text that
 * is no message.
 */
export function maskAstmPersons(text: string): string[] | null {
  try {
    return readAstmMessages(text).flatMap(({ records, delimiters }) =>
      records.map(({ type, raw }) => {
        const hidden = people.get(type);
        if (shown.has(type) && hidden === undefined) return raw;
        return raw
          .split(delimiters.field)
          .map((field, i) =>
            i === 0 || field === '' || !(hidden === undefined ? i > 1 : hidden.includes(i + 1))
              ? field
              : '***',
          )
          .join(delimiters.field);
      }),
    );
  } catch {
    return null;
  }
}
