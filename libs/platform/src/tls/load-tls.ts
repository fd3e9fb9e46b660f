import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { parseMoment } from '#lis/domain';
import { type Configuration, ConfigurationError } from '../configuration.js';
import { makeAuthority, makeServerCertificate } from './local-authority.js';
import { namesAll, readPem, writePem } from './pem-file.js';

const day = 86_400_000;
/** An own server certificate is replaced at a start within this time of its end. */
const renewedMs = 60 * day;
/** What cannot be replaced here is told to a person within this time of its end. */
const toldMs = 30 * day;

export type Tls = {
  key: string;
  certificate: string;
  /** PEM of the local authority; null with a certificate that was given */
  authority: string | null;
  /** what ends soon, by file: names no host and no person */
  expiring: { subject: string; endsAt: number }[];
};
type Settings = Pick<Configuration, 'dataFolder' | 'tlsCertificateFile' | 'tlsKeyFile' | 'publicHost'>;

/**
 * The certificate to serve HTTPS with: the one given, or one of an authority of this installation, made at the first
 * start into DATA_DIR/tls (owner only). `now` in epoch ms.
 * @throws ConfigurationError for a given certificate or key that cannot be used
 */
export async function loadTls(settings: Settings, now: number): Promise<Tls> {
  const { tlsCertificateFile, tlsKeyFile } = settings;
  if (tlsCertificateFile === undefined && tlsKeyFile === undefined) return loadLocal(settings, now);
  if (tlsCertificateFile === undefined || tlsKeyFile === undefined) {
    throw new ConfigurationError('TLS_CERT_FILE and TLS_KEY_FILE go together: one of them is not set.');
  }
  const [certificate, key] = [
    readGiven('TLS_CERT_FILE', tlsCertificateFile),
    readGiven('TLS_KEY_FILE', tlsKeyFile),
  ];
  return { key, certificate, authority: null, expiring: ending([['given', certificate]], now) };
}

/** The files whose change is a new certificate. */
export function tlsFiles({ dataFolder, tlsCertificateFile, tlsKeyFile }: Settings): string[] {
  if (tlsCertificateFile !== undefined && tlsKeyFile !== undefined) return [tlsCertificateFile, tlsKeyFile];
  return [join(dataFolder, 'tls/server.pem')];
}

async function loadLocal({ dataFolder, publicHost }: Settings, now: number): Promise<Tls> {
  const files = {
    authority: join(dataFolder, 'tls/authority.pem'),
    server: join(dataFolder, 'tls/server.pem'),
  };
  if (!readPem(files.authority)) writePem(files.authority, await makeAuthority(now), true);
  const authority = readPem(files.authority);
  if (!authority) throw new Error('the local authority was written and is not there');
  const names = ownNames(publicHost);
  let server = readPem(files.server);
  const serves = server && endOf(server.certificate) - now > renewedMs && namesAll(server.certificate, names);
  if (!server || !serves) {
    writePem(files.server, await makeServerCertificate(authority, names, now), false);
    server = readPem(files.server);
  }
  if (!server) throw new Error('the certificate was written and is not there');
  const certificates = [
    ['authority', authority.certificate],
    ['server', server.certificate],
  ] as const;
  return { ...server, authority: authority.certificate, expiring: ending(certificates, now) };
}

/** What tablets may call this machine: its name, its addresses, and the name that the settings give it. */
function ownNames(publicHost: string | undefined): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((several) => several ?? []);
  // an address of one link has no meaning elsewhere
  const reachable = addresses.map(({ address }) => address).filter((address) => !address.startsWith('fe80'));
  const given = publicHost === undefined ? [] : [publicHost];
  return [...new Set(['localhost', hostname().toLowerCase(), '127.0.0.1', '::1', ...reachable, ...given])];
}

function ending(certificates: readonly (readonly [string, string])[], now: number): Tls['expiring'] {
  return certificates
    .map(([name, certificate]) => ({ subject: `certificate:${name}`, endsAt: endOf(certificate) }))
    .filter(({ endsAt }) => endsAt - now < toldMs);
}

const endOf = (certificate: string) => parseMoment(new X509Certificate(certificate).validTo);

function readGiven(setting: string, file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    if (setting === 'TLS_CERT_FILE') endOf(text);
    return text;
  } catch {
    throw new ConfigurationError(`${setting}: ${file} cannot be read, or is not PEM.`);
  }
}
