import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

cryptoProvider.set(webcrypto as Crypto);
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 86_400_000;

export type Made = { cert: Buffer; key: Buffer; sha256: string; expiresAt: number };
type Issuer = { name: string; keys: CryptoKeyPair; made: Made };

/** Somebody who signs certificates. */
export async function makeAuthority(name: string): Promise<Issuer & { sign: typeof sign }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const issuer = { name: `CN=${name}`, keys };
  const made = await make(issuer.name, keys, issuer, 365, [new BasicConstraintsExtension(true, 1, true)]);
  const sign = (subject: string, days = 365) => signWith(issuer, subject, days);
  return { ...issuer, made, sign };
}
declare function sign(subject: string, days?: number): Promise<Made>;

async function signWith(issuer: Omit<Issuer, 'made'>, subject: string, days: number): Promise<Made> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return make(`CN=${subject}`, keys, issuer, days, [
    new SubjectAlternativeNameExtension([{ type: 'dns', value: subject }]),
  ]);
}

async function make(
  subject: string,
  keys: CryptoKeyPair,
  issuer: Omit<Issuer, 'made'>,
  days: number,
  extensions: (BasicConstraintsExtension | SubjectAlternativeNameExtension)[],
): Promise<Made> {
  // whole seconds, as a certificate has them
  const notAfter = Math.floor((performance.timeOrigin + performance.now()) / 1000) * 1000 + days * dayMs;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: webcrypto.getRandomValues(Buffer.alloc(8)).fill(1, 0, 1).toString('hex'),
    subject,
    issuer: issuer.name,
    notBefore: new globalThis.Date(notAfter - 400 * dayMs),
    notAfter: new globalThis.Date(notAfter),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: issuer.keys.privateKey,
    extensions,
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    cert: Buffer.from(certificate.toString('pem')),
    key: Buffer.from(
      ['BEGIN', key, 'END'].map((line) => (line === key ? key : `-----${line} PRIVATE KEY-----`)).join('\n'),
    ),
    sha256: createHash('sha256').update(Buffer.from(certificate.rawData)).digest('hex'),
    expiresAt: notAfter,
  };
}
