import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { isIP } from 'node:net';
import { dirname } from 'node:path';
import { X509Certificate } from 'node:crypto';

/** A private key and its certificate, kept in one file so that neither is ever there without the other. */
export type KeyAndCertificate = { key: string; certificate: string };

/** Reads a file of both; null when there is none. @throws when it holds anything else */
export function readPem(file: string): KeyAndCertificate | null {
  if (!existsSync(file)) return null;
  const [key, certificate] = readFileSync(file, 'utf8').split(/(?=-----BEGIN CERTIFICATE-----)/);
  if (!key || !certificate) throw new Error(`${file} does not hold a key and a certificate`);
  return { key, certificate };
}

/**
 * Writes it for its owner only. `once`: a file that another process wrote first is left, and read by the caller;
 * otherwise the file is replaced in one step.
 */
export function writePem(file: string, { key, certificate }: KeyAndCertificate, once: boolean): void {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${key.trim()}\n${certificate.trim()}\n`, { mode: 0o600 });
  if (!once) {
    renameSync(draft, file);
    return;
  }
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  }
  rmSync(draft);
}

/** Whether the certificate names every one of these hosts and addresses. */
export function namesAll(certificate: string, names: readonly string[]): boolean {
  const named = new X509Certificate(certificate);
  return names.every((name) => (isIP(name) > 0 ? named.checkIP(name) : named.checkHost(name)) !== undefined);
}
