import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { createFrameDecoder, encodeFrame, readMessage } from '#lis/hl7';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownCertificate } from '../testing/own-certificate.js';
import { mllpSender } from './mllp-sender.js';

describe('MLLP over TLS', () => {
  let certificate = '';
  let url = '';
  let connections = 0;
  let close = () => undefined as unknown;
  const { send, close: hangUp } = mllpSender();
  beforeEach(async () => {
    const { cert, key } = await ownCertificate();
    certificate = cert;
    connections = 0;
    const server = createServer({ cert, key }, (socket) => {
      connections += 1;
      const decoder = createFrameDecoder();
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => {
        for (const event of decoder.push(chunk)) {
          if (event.kind !== 'frame') continue;
          const id = readMessage(event.body.toString()).first('MSH')?.text(10);
          // another one's answer first
          socket.write(encodeFrame('MSH|^~\\&|R|R\rMSA|AA|OTHER\r'));
          socket.write(encodeFrame(`MSH|^~\\&|R|R\rMSA|AA|${id}\r`));
        }
      });
    });
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `mllps://localhost:${(server.address() as AddressInfo).port}`;
    close = () => server.close();
  });
  afterEach(() => {
    hangUp();
    close();
  });
  const message = (id: string) => `MSH|^~\\&|S|S|R|R|20300101||ORU^R01|${id}|P|2.5.1\r`;

  it('sends to whom the authority vouches for, on one connection, and takes the answer by its MSA-2', async () => {
    for (const id of ['A1', 'A2', 'A3']) {
      const text = await send({ url, certificateAuthority: certificate }, message(id), id, 5000);
      expect(readMessage(text).first('MSA')?.text(2)).toBe(id);
    }
    expect(connections).toBe(1);
  });

  it('sends nothing to a certificate that nobody vouches for, and does not knock again at once', async () => {
    const attempt = () => send({ url, certificateAuthority: '' }, message('A1'), 'A1', 5000);
    await expect(attempt()).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    const before = connections;
    await expect(attempt()).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(connections).toBe(before);
  });
});
