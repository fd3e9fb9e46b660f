import { decodeText, readHeader, readInstrumentResults, readMessage } from '#lis/hl7';

/** Whether two bodies speak of the same specimens in the same places of the same runs, whatever they say of them. */
export function isSameContent(one: Buffer, other: Buffer): boolean {
  return subjectsOf(one) === subjectsOf(other);
}

function subjectsOf(body: Buffer): string {
  const header = readHeader(body);
  const { text } = decodeText(body, header.kind === 'header' ? header.characterSets : []);
  const results = readInstrumentResults(readMessage(text));
  if (results.kind === 'not-results') return results.messageType;
  return results.specimens
    .map(({ tubeCode, plateCode, position, readings }) => {
      const runs = new Set(readings.map(({ runNumber }) => runNumber ?? ''));
      return [tubeCode, plateCode, position?.raw, ...[...runs].sort()].join('\n');
    })
    .sort()
    .join('\n\n');
}
