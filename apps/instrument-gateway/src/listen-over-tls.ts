import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { noteCertificate, noteOwnCertificate } from './certificates.js';
import { certificateOf, type ConnectionIdentity } from './connection-identity.js';
import type { Reception } from './reception.js';

/** PEM. Clients must have a certificate that `ca` has signed. */
export type TlsFiles = { cert: Buffer; key: Buffer; ca: Buffer };
export const secureOptions = (tls: TlsFiles) => ({ ...tls, minVersion: 'TLSv1.2' }) as const;

/**
 * A server for analysers with certificates: without one, with one that nobody has signed, that has ended or that
 * is no instrument's, a connection ends before a message is read, and is told to a person.
 */
export async function tlsServer(
  { context, instruments, refuse, warn }: Reception,
  tls: TlsFiles,
  serve: (socket: Socket, identity: ConnectionIdentity) => void,
): Promise<Server> {
  const admit = async (socket: TLSSocket) => {
    const address = plainAddress(socket);
    socket.on('error', () => socket.destroy());
    if (address === '') return void socket.destroy();
    const certificate = certificateOf(socket);
    if (!socket.authorized || !certificate) {
      const reason: unknown = socket.authorizationError;
      socket.destroy();
      return refuse(
        address,
        certificate ? (typeof reason === 'string' ? reason : 'not-signed') : 'certificate-none',
      );
    }
    const find = () => instruments.ofCertificate(certificate.sha256);
    // perhaps entered a moment ago
    if (find() === undefined) await instruments.refresh();
    const instrument = find();
    if (instrument === undefined) {
      socket.destroy();
      return refuse(address, 'certificate-unknown');
    }
    noteCertificate(context, instrument, certificate.expiresAt).catch(() =>
      warn('certificate-not-noted', { instrument }),
    );
    serve(socket, { address, localPort: socket.localPort ?? 0, certificate });
  };
  await noteOwnCertificate(context, tls.cert);
  return createServer(
    {
      ...secureOptions(tls),
      requestCert: true,
      // judged by `admit`, which tells why: Node would end the connection without a word
      rejectUnauthorized: false,
      handshakeTimeout: 10_000,
      noDelay: true,
    },
    (socket) => void admit(socket),
  ).on('tlsClientError', (error: Error & { code?: string }, socket) => {
    const address = plainAddress(socket);
    if (address !== '' && error.code !== 'ECONNRESET') refuse(address, error.code ?? 'handshake');
    socket.destroy();
  });
}

/** The peer's address; '' when it is gone already. */
export const plainAddress = (socket: Socket) => (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d)/, '');
