import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { signedHeaders } from './sign-request.js';

const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;

it('signs so that the library of the standard verifies it, under either of two secrets and no third', () => {
  const body = JSON.stringify({ name: '张伟', text: 'é' });
  const headers = signedHeaders('ID1', Date.now(), body, [secretOf(2), secretOf(1)]);
  for (const byte of [1, 2]) {
    expect(new Webhook(secretOf(byte)).verify(body, headers)).toEqual({ name: '张伟', text: 'é' });
  }
  expect(() => new Webhook(secretOf(3)).verify(body, headers)).toThrow('No matching signature');
  expect(() => new Webhook(secretOf(1)).verify(`${body} `, headers)).toThrow('No matching signature');
  expect(() => new Webhook(secretOf(1)).verify(body, { ...headers, 'webhook-id': 'ID2' })).toThrow();
});

it('says nothing of a signature where there is no secret', () => {
  expect(signedHeaders('ID1', 0, 'x', [])).toEqual({ 'webhook-id': 'ID1', 'webhook-timestamp': '0' });
});
