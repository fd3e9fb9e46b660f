import type { Hl7Message } from './read-message.js';

/** Segments that speak of people or hold free text, and those that HL7 does not define. */
const masked = /^(PID|PD1|NK1|PV1|PV2|GT1|IN\d|NTE|DSP|QRD|QRF|QPD|ZDS|Z..)$/;
/** Fields of people in the others: collectors, providers, operators (XCN, XPN). */
const people = new Map<string, readonly number[]>([
  ['OBR', [10, 16, 28, 32, 33, 34, 35]],
  ['ORC', [10, 11, 12, 19]],
  ['OBX', [16]],
  ['MSH', [8]],
]);

/** A message line by line with names taken out: the bench sees codes (law 11). Segment and field places stay. */
export function maskPersons(message: Hl7Message): string[] {
  return message.segments.map((segment) => {
    const { name, raw, delimiters } = segment;
    const hidden = people.get(name);
    if (!masked.test(name) && hidden === undefined) return raw;
    // in MSH the separator itself is field 1
    const shift = name === 'MSH' ? 1 : 0;
    return raw
      .split(delimiters.field)
      .map((field, i) =>
        i === 0 || field === '' || !(hidden === undefined ? i > 1 : hidden.includes(i + shift))
          ? field
          : '***',
      )
      .join(delimiters.field);
  });
}
