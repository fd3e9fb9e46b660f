import HL7 from 'hl7-standard';
import { describe, expect, it } from 'vitest';
import { listFixtures, readFixture } from './fixtures.js';
import { readMessage } from './message/read-message.js';

// hl7-standard is right on ordinary messages: standard delimiters, more than one segment, one message, CR or CRLF.
// It takes ~ and & for one another and resolves no escapes, so leaves beside those are left out.
function isOrdinary(text: string): boolean {
  const ends = new Set(text.trimEnd().match(/\r\n|\r|\n/g));
  return text.startsWith('MSH|^~\\&|') && ends.size === 1 && !/[\r\n](?:MSH\||[^A-Z\r\n])/.test(text);
}

/** Leaves of a field as hl7-standard holds them: a string, or an object of components. */
function leavesOf(held: unknown): unknown[] {
  return typeof held === 'object' && held !== null ? Object.values(held) : [held];
}

function differences(text: string): { compared: number; differing: string[] } {
  const other = new HL7(text);
  other.transform();
  const message = readMessage(text);
  const differing: string[] = [];
  let compared = 0;
  for (const name of new Set(message.segments.map((segment) => segment.name))) {
    const theirs = other.getSegments(name);
    message.all(name).forEach((segment, i) => {
      for (let n = 1; n <= segment.fieldCount; n += 1) {
        const raw = segment.field(n) ?? '';
        if (/[~&\\]/.test(raw) || (name === 'MSH' && n < 3)) continue;
        const mine = raw.split('^').map((_, component) => segment.value(n, 0, component) ?? '""');
        const held = leavesOf(theirs[i]?.data[`${name}.${n}`]);
        compared += mine.length;
        if (JSON.stringify(held) !== JSON.stringify(mine)) differing.push(`${name}[${i}]-${n}`);
      }
    });
  }
  return { compared, differing };
}

describe('a second opinion on ordinary messages', () => {
  const files = ['reportstream', 'medplum', 'ours']
    .flatMap(listFixtures)
    .filter((name) => isOrdinary(readFixture(name).toString()));

  it('agrees leaf by leaf', () => {
    let compared = 0;
    const differing: Record<string, string[]> = {};
    for (const file of files) {
      const result = differences(readFixture(file).toString());
      compared += result.compared;
      if (result.differing.length > 0) differing[file] = result.differing;
    }
    expect(differing).toEqual({});
    expect(files.length).toBeGreaterThan(100);
    expect(compared).toBeGreaterThan(20_000);
  });
});
