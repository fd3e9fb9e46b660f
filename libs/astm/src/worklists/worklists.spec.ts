import { describe, expect, it } from 'vitest';
import { readAstmMessages } from '../records/read-records.js';
import { isAstmQuery, readAstmQuery } from './read-query.js';
import { writeAstmOrders } from './write-orders.js';

const asked = (q: string, delimiters = '@^\\') =>
  readAstmQuery(readAstmMessages(`H|${delimiters}|1\rQ|1|${q}\rL|1|N\r`)[0]!);
const codes = (...wanted: string[]) => ({ kind: 'query', wanted: { by: 'codes', codes: wanted } });

describe('a query', () => {
  it.each([
    ['PatientID-556^SpecimenID-888||||||||||O@N', codes('SpecimenID-888')],
    ['^S1^I1@P^S2^I2@^S1||||||||||O@N', codes('S1', 'S2')],
    ['T1', codes('T1')],
    ['ALL||||||||||O', { kind: 'query', wanted: { by: 'time', from: '', to: '' } }],
    ['||||||||||||O@N', { kind: 'query', wanted: { by: 'time', from: '', to: '' } }],
    ['ALL||||20300101|20300102', { kind: 'query', wanted: { by: 'time', from: '20300101', to: '20300102' } }],
    ['^S1||||||||||A', { kind: 'cancelled' }],
    ['^S1||||||||||F', { kind: 'refused', reason: 'not-orders' }],
    [
      Array.from({ length: 401 }, (_, i) => `^S${i}`).join('@'),
      { kind: 'refused', reason: 'too-many-codes' },
    ],
  ])('%s', (q, expected) => expect(asked(q)).toEqual(expected));

  it('is none when results came with it', () => {
    const kindOf = (text: string) => isAstmQuery(readAstmMessages(text)[0]!);
    expect(kindOf('H|\\^&\rQ|1|^S1\rL|1\r')).toBe(true);
    expect(kindOf('H|\\^&\rO|1|S1\rR|1|^^^N|28\rQ|1|^S1\rL|1\r')).toBe(false);
  });
});

describe('orders', () => {
  const envelope = {
    controlId: 'SW7',
    sender: ['LIS'],
    receiver: ['A|B', 'GeneXpert'],
    time: '20300101120000',
    delimiters: { field: '|', repeat: '@', component: '^', escape: '\\' },
  };
  const order = { code: 'T^1', role: 'pool', place: null, priority: 'stat', test: 'cartridge' } as const;

  it('answers a query in its delimiters, with codes and no names', () => {
    expect(writeAstmOrders(envelope, [order], { isAnswer: true, action: 'A' }).split('\r')).toEqual([
      'H|@^\\|SW7||LIS|||||A\\F\\B^GeneXpert||P|1394-97|20300101120000',
      'P|1',
      'O|1|T\\S\\1||^^^cartridge|S||||||A||||ORH||||||||||Q',
      'L|1|F',
      '',
    ]);
  });

  it('says that there is nothing', () => {
    expect(writeAstmOrders(envelope, [], { isAnswer: true, action: 'A' }).split('\r').slice(1)).toEqual([
      'L|1|I',
      '',
    ]);
  });

  it('tells plate and well unasked, and a control as one', () => {
    const place = { plateId: 'p', plateBarcode: 'PLATE1', well: 'A12' };
    const control = { ...order, code: 'NC-PLATE1', role: 'control', place, priority: 'routine' } as const;
    expect(
      writeAstmOrders(envelope, [control], { isAnswer: false, action: 'N' }).split('\r').slice(2),
    ).toEqual(['O|1|NC-PLATE1|PLATE1^A12|^^^cartridge|R||||||Q||||ORH||||||||||O', 'L|1|N', '']);
  });
});
