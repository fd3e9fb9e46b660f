import { decodeBody, readHeader, readInstrumentResults, readMessage, type SenderProfile } from '#lis/hl7';

/** Whether two bodies speak of the same specimens in the same places of the same runs, whatever they say of them. */
export function isSameContent(one: Buffer, other: Buffer, profile: SenderProfile): boolean {
  return subjectsOf(one, profile) === subjectsOf(other, profile);
}

function subjectsOf(body: Buffer, profile: SenderProfile): string {
  const header = readHeader(body);
  const { text } = decodeBody(body, header.kind === 'header' ? header : null, profile);
  const results = readInstrumentResults(readMessage(text), profile);
  if (results.kind === 'not-results') return results.messageType;
  return results.specimens
    .map(({ tubeCode, plateCode, position, readings }) => {
      const runs = new Set(readings.map(({ runNumber }) => runNumber ?? ''));
      return [tubeCode, plateCode, position?.raw, ...[...runs].sort()].join('\n');
    })
    .sort()
    .join('\n\n');
}
