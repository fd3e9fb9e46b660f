import type { TLSSocket } from 'node:tls';
import { parseCertificateTime } from '#lis/domain';

/** What a connection shows of itself before it says anything. `certificate` null: it came without TLS. */
export type ConnectionIdentity = {
  address: string;
  /** the gateway's port that it came to */
  localPort: number;
  certificate: { sha256: string; expiresAt: number } | null;
};

/** The client certificate of a TLS connection; null when it has none. SHA-256 in lower-case hex, expiry in epoch ms. */
export function certificateOf(socket: TLSSocket): ConnectionIdentity['certificate'] {
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return null;
  return {
    sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    expiresAt: parseCertificateTime(certificate.validTo),
  };
}
