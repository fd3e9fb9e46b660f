import { expect, it } from 'vitest';
import { fingerprintOf } from './fingerprint.js';

// made, and its fingerprint told, by openssl
const pem = `-----BEGIN CERTIFICATE-----
MIIBeTCCAR+gAwIBAgIUD0eXgiz0xJ4/OIKj2huI6JZ3CQswCgYIKoZIzj0EAwIw
EjEQMA4GA1UEAwwHRXhhbXBsZTAeFw0yNjExMjIwNzU2MzNaFw0zNjExMTkwNzU2
MzNaMBIxEDAOBgNVBAMMB0V4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AAQhQs159q2ZAY/Mas75Di1fZeezpU9D+7cW91Ts4o1dr9+bM6KdC1STdwCASvQk
ftYbb/xRBqwzwijC3LP8I1lao1MwUTAdBgNVHQ4EFgQU/GqcR0fIRJTw2BbcMJkN
kTnkwAEwHwYDVR0jBBgwFoAU/GqcR0fIRJTw2BbcMJkNkTnkwAEwDwYDVR0TAQH/
BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiBfJCdauqbPGyF0MQXTch5j2YIz1F2P
CnPYEfalkPTU0wIhANhswxQtbfGqOIQoCnKOcuYGuyTDaoSZTsWz/P++62Ut
-----END CERTIFICATE-----
`;

it('is what other programs show for the same certificate', async () => {
  expect(await fingerprintOf(pem)).toBe(
    '41:3D:F7:28:5E:60:3E:98:10:21:AF:FB:C6:BD:35:B9:50:33:38:87:5A:5F:57:DA:BA:BD:1C:B5:6C:67:4D:B7',
  );
});

it.each(['', 'not a certificate', '<!doctype html>'])('is none of %j', async (text) => {
  expect(await fingerprintOf(text)).toBeNull();
});
