import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { type Configuration, ConfigurationError } from '#lis/platform';
import type { TlsFiles } from './listen-over-tls.js';

/** @throws ConfigurationError that names the setting of a file that cannot be used, and nothing of its content */
export function readTlsFiles({ certFile, keyFile, caFile }: NonNullable<Configuration['mllpTls']>): TlsFiles {
  const read = (setting: string, file: string) => {
    try {
      return readFileSync(file);
    } catch {
      throw new ConfigurationError(`${setting}: ${file} cannot be read`);
    }
  };
  const files = {
    cert: read('MLLP_TLS_CERT_FILE', certFile),
    key: read('MLLP_TLS_KEY_FILE', keyFile),
    ca: read('MLLP_TLS_CA_FILE', caFile),
  };
  try {
    createSecureContext(files);
  } catch {
    throw new ConfigurationError(
      'MLLP_TLS_CERT_FILE, MLLP_TLS_KEY_FILE, MLLP_TLS_CA_FILE: not PEM that belongs together',
    );
  }
  return files;
}
