export type SegmentField = { /** `OBX-5` */ name: string; text: string };
export type Segment = { name: string; fields: SegmentField[] };

const headers = new Set(['MSH', 'BHS', 'FHS']);

/**
 * A message's lines as segments with their fields that are not empty, numbered as HL7 v2 counts: in a header the
 * separator itself is the first field. The separator is the first header's; a line that begins with no name keeps it
 * empty and stands as one field.
 */
export function readSegments(lines: readonly string[]): Segment[] {
  const header = lines.find((line) => headers.has(line.slice(0, 3)));
  const separator = header?.charAt(3) || '|';
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name = '', ...fields] = line.split(separator);
      if (!/^[A-Z][A-Z0-9]{2}$/.test(name)) return { name: '', fields: [{ name: '', text: line }] };
      const first = headers.has(name) ? 2 : 1;
      return {
        name,
        fields: fields
          .map((text, index) => ({ name: `${name}-${index + first}`, text }))
          .filter(({ text }) => text !== ''),
      };
    });
}
