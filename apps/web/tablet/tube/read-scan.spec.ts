import { makeMainlandId, makeTubeCode, parseMoment } from '#lis/domain';
import { expect, it } from 'vitest';
import { readScan } from './read-scan.js';

const now = parseMoment('2030-01-01T00:00:00Z');

it('tells a person from a tube by what was read', () => {
  const number = makeMainlandId('110101', '19800101', '001');
  const code = makeTubeCode('SW', 7);
  expect(readScan(`${number}\n`, now)).toEqual({ kind: 'person', number });
  expect(readScan(` ${code.toLowerCase()}\r`, now)).toEqual({ kind: 'tube', code });
});

it('takes neither a mistyped number nor a mistyped code for anything', () => {
  const number = makeMainlandId('110101', '19800101', '001');
  const wrong = `${number.slice(0, 6)}${number.slice(6, 16)}9${number.slice(17)}`;
  expect(wrong).not.toBe(number);
  expect(readScan(makeTubeCode('SW', 7).replace('7', '8'), now)).toEqual({ kind: 'unknown' });
  expect(readScan('', now)).toEqual({ kind: 'unknown' });
});
