import { type Field, writeSegment } from '#lis/hl7';

/** One segment from its fields by their HL7 numbers; MSH, FHS and BHS begin with 3. Every leaf is escaped. */
export function segment(name: string, fields: Readonly<Record<number, Field>>): string {
  const first = /^(MSH|FHS|BHS)$/.test(name) ? 3 : 1;
  const last = Math.max(...Object.keys(fields).map(Number));
  return writeSegment(
    name,
    Array.from({ length: last - first + 1 }, (_, index) => fields[first + index]),
  );
}
