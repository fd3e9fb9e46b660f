import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { astmAsHl7 } from '../results/as-hl7.js';
import type { AstmDelimiters } from './delimiters.js';
import { maskAstmPersons } from './mask-persons.js';
import { astmHeaderOf, AstmUnreadable, readAstmMessages } from './read-records.js';
import { writeAstmHeader, writeAstmMessage, writeAstmRecord } from './write-records.js';

const geneXpert: AstmDelimiters = { field: '|', repeat: '@', component: '^', escape: '\\' };
const standard: AstmDelimiters = { field: '|', repeat: '\\', component: '^', escape: '&' };
const first = (text: string) => readAstmMessages(text)[0]!;

describe('records', () => {
  it.each(['', '\r', 'MSH|^~\\&|X', 'P|1\rH|\\^&', 'Hello', '\0\x01\x02', 'L|1|N'])(
    'refuses %j, saying nothing of it',
    (text) => {
      expect(() => readAstmMessages(text)).toThrow(AstmUnreadable);
      expect(maskAstmPersons(text)).toBeNull();
    },
  );

  it('reads the delimiters of each header', () => {
    expect(first('H|@^\\|id||A B^GeneXpert^6.4|||||LIS||P|1394-97|20300101120000\r').delimiters).toEqual(
      geneXpert,
    );
    expect(first('H|\\^&|\r').delimiters).toEqual(standard);
    // of one that forgot its repeat delimiter, of one that has two delimiters only, and of none
    expect(first('H||^&||| X\r').delimiters).toEqual({ ...standard, repeat: '' });
    expect(first('H|\\^|\r').delimiters).toEqual({ ...standard, escape: '' });
    expect(first('H|\r').delimiters).toEqual({ field: '|', repeat: '', component: '', escape: '' });
    const header = astmHeaderOf(first('H|@^\\|id||A B^GeneXpert^6.4|||||LIS||P|1394-97|20300101120000\r'));
    expect(header).toEqual({
      controlId: 'id',
      sender: ['A B', 'GeneXpert', '6.4'],
      receiver: ['LIS'],
      time: '20300101120000',
    });
  });

  it('resolves escapes after splitting, and leaves unknown ones', () => {
    const read = (field: string) => first(`H|\\^&\rO|${field}\r`).records[1]!;
    expect(read('a&F&b&S&c&R&d&E&e^f').repetitions(2)).toEqual([['a|b^c\\d&e', 'f']]);
    expect(read('&X41&&X0D&B&H&!&N&').text(2)).toBe('A\rB!');
    expect(read('R&D, &T&, &Xzz&').text(2)).toBe('R&D, &T&, &Xzz&');
    expect(read('a\\b^c\\').repetitions(2)).toEqual([['a'], ['b', 'c'], ['']]);
    expect([read('a').text(9), read('a').text(2, 2), read('a').repetitions(3)]).toEqual(['', '', []]);
  });

  it('splits several messages, tolerating LF and blanks', () => {
    const messages = readAstmMessages('\n H|\\^&\r\nP|1\r\n L|1\r\nH|@^\\\rL|1');
    expect(messages.map(({ records }) => records.map(({ type }) => type).join(''))).toEqual(['HPL', 'HL']);
    expect(messages[1]?.delimiters.repeat).toBe('@');
  });

  it('reads what it has written', () => {
    const leaf = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.trim());
    const leaves = fc.oneof(
      leaf,
      fc
        .array(fc.constantFrom(...Array.from('|\\^&@AX\r\n\0\u0002\u0003\u0005')))
        .map((all) => all.join('').trim()),
    );
    const field = fc.array(fc.array(leaves, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.constantFrom(standard, geneXpert),
        fc.array(field, { minLength: 1, maxLength: 5 }),
        (delimiters, fields) => {
          const record = writeAstmRecord(
            'O',
            fields.map((repetitions) => ({ repetitions })),
            delimiters,
          );
          const text = writeAstmMessage([writeAstmHeader(['', '', 'X'], delimiters), record]);
          expect([...Buffer.from(text)].every((byte) => byte >= 0x20 || byte === 0x0d)).toBe(true);
          const read = first(text).records[1]!;
          for (const [i, repetitions] of fields.entries())
            for (const [j, parts] of repetitions.entries())
              for (const [k, part] of parts.entries()) expect(read.text(i + 2, k + 1, j)).toBe(part);
        },
      ),
    );
  });

  it('throws nothing but its own error for any text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.stringMatching(/^H[|\\^&@HPORCQL\r\n0-9a-z]*$/, { maxLength: 300 }),
    );
    fc.assert(
      fc.property(text, (given) => {
        try {
          astmAsHl7(given);
        } catch (error) {
          expect(error).toBeInstanceOf(AstmUnreadable);
        }
        maskAstmPersons(given);
      }),
    );
  });

  it('shows a message without names', () => {
    const text =
      'H|\\^&\rP|1|77||88|Zhang^San\rO|1|T1||^^^N||||||Li\rC|1|I|Zhang San\rR|1|^^^N|28|||||F||Wang\rL|1|N\r';
    expect(maskAstmPersons(text)?.join('\n')).not.toMatch(/Zhang|Li|Wang|77|88/);
    expect(maskAstmPersons(text)?.[4]).toBe('R|1|^^^N|28|||||F||***');
  });
});
