import HL7 from 'hl7-standard';
import { describe, expect, it } from 'vitest';
import { readMessage } from './message/read-message.js';
import { splitBatch } from './message/split-batch.js';
import { writeSegment } from './message/write-segment.js';

// What hl7-standard 1.0.4 gets wrong, point by point, beside what we do. A test that fails here says that it has
// changed its mind: then the point goes into second-opinion.spec.ts, and what was built around it can go.
const msh = 'MSH|^~\\&|A';

function theirs(text: string): HL7 {
  const message = new HL7(text);
  message.transform();
  return message;
}
const ours = (text: string) => readMessage(text);
const namesOf = (message: HL7) =>
  ['MSH', 'ZZZ', 'OBX'].filter((name) => message.getSegments(name).length > 0);

describe('what the second opinion gets wrong', () => {
  it('A&B becomes A~B when it is built again', () => {
    expect(theirs(`${msh}\rOBX|1|A&B|z\r`).build()).toContain('OBX|1|A~B|z');
    expect(ours(`${msh}\rOBX|1|A&B|z\r`).first('OBX')?.raw).toBe('OBX|1|A&B|z');
  });

  it('escapes are not resolved', () => {
    const text = `${msh}\rOBX|1|a\\F\\b\r`;
    expect(theirs(text).get('OBX.2')).toBe('a\\F\\b');
    expect(ours(text).first('OBX')?.text(2)).toBe('a|b');
  });

  it('nothing is escaped: a delimiter in a value makes fields', () => {
    const message = theirs(`${msh}\rOBX|1|x\r`);
    message.getSegments('OBX')[0]?.set('OBX.2', 'a|b^c');
    expect(message.build()).toContain('OBX|1|a|b^c');
    expect(writeSegment('OBX', ['1', 'a|b^c'])).toBe('OBX|1|a\\F\\b\\S\\c');
  });

  it('MSH-1 and MSH-2 are ignored', () => {
    const text = 'MSH#*%!$#A\rOBX#1#a*b\r';
    expect(theirs(text).getSegments('OBX')).toEqual([]);
    expect(ours(text).first('OBX')?.text(2, 0, 1)).toBe('b');
  });

  it('a message of one segment throws', () => {
    expect(() => theirs(msh)).toThrow('line endings');
    expect(ours(msh).first('MSH')?.text(3)).toBe('A');
  });

  it('two MSH without BHS become one message', () => {
    const text = `${msh}|||||||1\rOBX|1\r${msh}|||||||2\rOBX|2\r`;
    expect(theirs(text).getSegments('OBX')).toHaveLength(2);
    expect(splitBatch(text).messages.map((one) => ours(one).all('OBX').length)).toEqual([1, 1]);
  });

  it('a segment without a separator vanishes', () => {
    const text = `${msh}\rZZZ\rOBX|1\r`;
    expect(namesOf(theirs(text))).toEqual(['MSH', 'OBX']);
    expect(ours(text).segments.map(({ name }) => name)).toEqual(['MSH', 'ZZZ', 'OBX']);
  });

  it('get out of range throws', () => {
    expect(() => theirs(`${msh}\rOBX|1\r`).get('OBX.1', 4)).toThrow(TypeError);
    expect(ours(`${msh}\rOBX|1\r`).all('OBX')[4]?.text(1)).toBeUndefined();
  });

  it('the shape of what get gives changes with the content', () => {
    const shapes = ['a', 'a&b', 'a^b', 'a~b'].map((field) =>
      theirs(`${msh}\rOBX|1|${field}|z\r`).get('OBX.2'),
    );
    expect(shapes).toEqual(['a', 'a', { 'OBX.2.1': 'a', 'OBX.2.2': 'b' }, { 'OBX.2.1': 'a' }]);
    const leaves = ['a', 'a&b', 'a^b', 'a~b'].map((field) =>
      ours(`${msh}\rOBX|1|${field}|z\r`).first('OBX')?.text(2),
    );
    expect(leaves).toEqual(['a', 'a', 'a', 'a']);
  });

  it('lines end with CRLF when nothing else is said', () => {
    expect(theirs(`${msh}\rOBX|1\r`).build()).toContain('\r\n');
  });

  it('a byte order mark, MLLP bytes or a Z segment in small letters make it throw', () => {
    for (const text of [`\ufeff${msh}\rOBX|1\r`, `\x0b${msh}\rOBX|1\r\x1c\r`, `${msh}\rzab|1\r`]) {
      expect(() => theirs(text)).toThrow(Error);
      expect(ours(text).hasHeader).toBe(true);
    }
  });
});
