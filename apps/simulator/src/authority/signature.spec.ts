import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { isSigned } from './signature.js';

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const other = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const at = new Date(Math.round(performance.timeOrigin + performance.now()));
const signedBy = (by: string, body: string) => ({
  id: 'ID1',
  timestamp: String(Math.floor(at.getTime() / 1000)),
  signature: new Webhook(by).sign('ID1', at, body),
});

it.each([
  ['ELR', 'MSH|^~\\&|张伟\r'],
  ['a feed', JSON.stringify({ text: '张'.repeat(50_000) })],
])('takes %s signed under the desk’s secret, also beside another signature, and nothing else', (_, body) => {
  const signed = signedBy(secret, body);
  const foreign = signedBy(other, body);
  expect(isSigned(body, signed, secret)).toBe(true);
  expect(isSigned(body, { ...signed, signature: `${foreign.signature} ${signed.signature}` }, secret)).toBe(
    true,
  );
  expect(isSigned(body, foreign, secret)).toBe(false);
  expect(isSigned(`${body} `, signed, secret)).toBe(false);
  expect(isSigned(body, { ...signed, id: 'ID2' }, secret)).toBe(false);
  expect(isSigned(body, { id: '', timestamp: '', signature: '' }, secret)).toBe(false);
  expect(isSigned(body, { ...signed, signature: 'v1,' }, secret)).toBe(false);
});
