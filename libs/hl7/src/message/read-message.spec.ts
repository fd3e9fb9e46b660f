import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { decodeText } from '../bytes/decode-text.js';
import { FIXTURE_FOLDERS, listFixtures, readFixture } from '../fixtures.js';
import { readHeader } from './read-header.js';
import { readMessage, type Hl7Message } from './read-message.js';

// hostile inputs by the thousand: seconds on a busy machine
vi.setConfig({ testTimeout: 60_000 });

type Check = [string, number, number, number, number, number, string, string?];
interface Expected {
  note: string;
  kind: 'hl7' | 'gb18030' | 'batch' | 'bad';
  checks: Check[];
}
const expected = JSON.parse(readFixture('ours/expected.json').toString()) as Record<string, Expected>;

function read(body: Buffer): Hl7Message {
  const header = readHeader(body);
  return readMessage(decodeText(body, header.kind === 'header' ? header.characterSets : []).text);
}

describe('readMessage on the checked fixtures', () => {
  for (const [file, { note, kind, checks }] of Object.entries(expected)) {
    it(`${file}: ${note}`, () => {
      const message = read(readFixture(`ours/${file}`));
      expect(message.hasHeader).toBe(kind === 'hl7' || kind === 'gb18030');
      for (const [name, index, field, repetition, component, subcomponent, value, mode] of checks) {
        const segment = message.all(name)[index];
        const leaf =
          mode === 'unesc'
            ? segment?.value(field, repetition, component, subcomponent)
            : segment?.rawLeaf(field, repetition, component, subcomponent);
        expect(leaf).toBe(value);
      }
    });
  }

  it('finds 673 segments in the plate and keeps a megabyte in OBX-5', () => {
    expect(read(readFixture('ours/pcr_oul_r22_full_96well_plate.hl7')).segments).toHaveLength(673);
    expect(read(readFixture('ours/big_1mb_obx5.hl7')).first('OBX')?.field(5)?.length).toBeGreaterThan(
      1 << 20,
    );
  });
});

describe('readMessage', () => {
  const message = readMessage(
    'MSH|^~\\&|A\rPID|1||""^^^CITY|x||\rOBX|1|FT|T||a\\.br\\b\\X41C389\\\\H\\c\\N\\\\Zq\\d\\e',
  );
  const pid = message.first('PID');

  it('tells not sent, empty and null apart', () => {
    expect(pid?.value(3)).toBeNull();
    expect(pid?.value(5)).toBe('');
    expect(pid?.value(99)).toBeUndefined();
    expect(pid?.value(4, 0, 1)).toBeUndefined();
    expect(pid?.text(3)).toBe('');
  });

  it('counts fields and repetitions', () => {
    expect(pid?.fieldCount).toBe(6);
    const [, obx] = readMessage('MSH|^~\\&|A\rOBX|1|ST|T||a~b~').segments;
    expect([obx?.repetitions(5), obx?.repetitions(4), obx?.repetitions(9)]).toEqual([3, 0, 0]);
  });

  it('resolves the escapes it knows and leaves the others', () => {
    expect(message.first('OBX')?.text(5)).toBe('a\nbAÉc\\Zq\\d\\e');
  });

  it('keeps a bare escape character as data, and reads an escape after it', () => {
    const [, obx] = readMessage('MSH|^~\\&|A\rOBX|C:\\temp\\F\\x').segments;
    expect(obx?.text(1)).toBe('C:\\temp|x');
  });

  it('gives MSH-1 and MSH-2 as they are', () => {
    const msh = message.first('MSH');
    expect([msh?.value(1), msh?.value(2), msh?.value(3), msh?.value(2, 1)]).toEqual([
      '|',
      '^~\\&',
      'A',
      undefined,
    ]);
  });

  it('takes LF as a line end only before a segment name', () => {
    const lf = readMessage('MSH|^~\\&|A\rOBX|1|TX|T||line 1\nline 2\nYES\nOBX|2|ST|T||v\r\n');
    expect(lf.segments.map(({ name }) => name)).toEqual(['MSH', 'OBX', 'OBX']);
    expect(lf.all('OBX')[0]?.text(5)).toBe('line 1\nline 2\nYES');
    expect(readMessage('MSH|^~\\&|A\nZZZ\nOBR|1').segments.map(({ name }) => name)).toEqual([
      'MSH',
      'ZZZ',
      'OBR',
    ]);
  });

  it('reads MSH-2 without the characters that the sender does not use', () => {
    const short = readMessage('MSH|^~|A\rOBX|a\\F\\b&c^d').first('OBX');
    expect([short?.text(1), short?.text(1, 0, 1)]).toEqual(['a\\F\\b&c', 'd']);
  });

  it('never throws and never changes what it was given', () => {
    const piece = fc.constantFrom(
      'MSH',
      '|',
      '^',
      '~',
      '\\',
      '&',
      '\r',
      '\n',
      'OBX',
      'X4',
      '""',
      'é',
      '\x0b',
    );
    const junk = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(junk, fc.boolean(), (text, headed) => {
        const all = (headed ? 'MSH|^~\\&|' : '') + text;
        for (const segment of readMessage(all).segments) {
          for (let n = 0; n <= segment.fieldCount + 1; n += 1) {
            segment.text(n, 0, 1, 1);
            segment.repetitions(n);
          }
          expect(all).toContain(segment.raw);
        }
      }),
    );
  });

  it('reads every collected message without throwing', () => {
    for (const file of FIXTURE_FOLDERS.flatMap(listFixtures)) {
      const { segments, hasHeader } = read(readFixture(file));
      for (const segment of segments) for (let n = 0; n <= segment.fieldCount; n += 1) segment.value(n);
      expect(segments.length > 0 || !hasHeader).toBe(true);
    }
  });
});
