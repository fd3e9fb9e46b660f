import HL7 from 'hl7-standard';
import { describe, expect, it, vi } from 'vitest';
import { listFixtures, readFixture } from './fixtures.js';
import { readMessage } from './message/read-message.js';
import type { Segment } from './message/segment.js';

// hostile inputs by the thousand: seconds on a busy machine
vi.setConfig({ testTimeout: 60_000 });

// hl7-standard is right on ordinary messages: standard delimiters, more than one segment, one message, one kind of
// line end. It resolves no escapes, so leaves are compared as they were sent. What it gets wrong is in
// second-opinion-wrong.spec.ts.
function isOrdinary(text: string): boolean {
  const ends = new Set(text.trimEnd().match(/\r\n|\r|\n/g));
  return text.startsWith('MSH|^~\\&|') && ends.size === 1 && !/[\r\n](?:MSH\||[^A-Z\r\n])/.test(text);
}

const listOf = (held: unknown): unknown[] => (Array.isArray(held) ? held : [held]);

/** Leaves of a field as hl7-standard holds them: repetitions are objects of components, these texts or lists of texts. */
function leavesOf(held: unknown): unknown[][][] {
  const isRepeated = Array.isArray(held) && held.some((one) => typeof one === 'object');
  return (isRepeated ? held : [held]).map((repetition: unknown) =>
    typeof repetition === 'object' && repetition !== null && !Array.isArray(repetition)
      ? Object.values(repetition).map(listOf)
      : [listOf(repetition)],
  );
}

/** The same of ours: every place that was sent, escapes unresolved. */
function ownLeaves(segment: Segment, field: number): string[][][] {
  const places = (leafAt: (n: number) => string | undefined) => {
    let n = 0;
    while (leafAt(n) !== undefined) n += 1;
    return Array.from({ length: n }, (_, i) => i);
  };
  return places((r) => segment.rawLeaf(field, r)).map((r) =>
    places((c) => segment.rawLeaf(field, r, c)).map((c) =>
      places((s) => segment.rawLeaf(field, r, c, s)).map((s) => segment.rawLeaf(field, r, c, s) ?? ''),
    ),
  );
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
      for (let n = name === 'MSH' ? 3 : 1; n <= segment.fieldCount; n += 1) {
        const mine = ownLeaves(segment, n);
        compared += mine.flat(2).length;
        const held = leavesOf(theirs[i]?.data[`${name}.${n}`]);
        if (JSON.stringify(held) !== JSON.stringify(mine))
          differing.push(`${name}[${i}]-${n} ${segment.field(n)} ${JSON.stringify(held)}`);
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
