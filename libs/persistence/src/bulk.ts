import type { Transaction } from './connection.js';

/**
 * PostgreSQL array literals, built once as text: one parameter a column whatever the number of rows, and
 * about three times faster than the driver's generic array serializer. Send as `${literal}::text::type[]`.
 */
export function arrayLiteral(values: readonly (string | number | boolean | null)[]): string {
  let out = '{';
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as string | number | boolean | null;
    if (i > 0) out += ',';
    if (value === null) out += 'NULL';
    else if (typeof value === 'string')
      out += `"${needsEscape.test(value) ? value.replace(escaped, '\\$&') : value}"`;
    else out += value;
  }
  return `${out}}`;
}

const needsEscape = /["\\]/;
const escaped = /["\\]/g;

/** The same for bytea[]. */
export function byteaArrayLiteral(values: readonly (Uint8Array | null)[]): string {
  let out = '{';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (i > 0) out += ',';
    out += value
      ? `"\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}"`
      : 'NULL';
  }
  return `${out}}`;
}

/** One field of a COPY text line. */
export function copyField(value: string | number | boolean | null): string {
  if (value === null) return '\\N';
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (typeof value === 'number') return String(value);
  return copyEscaped.test(value) ? value.replace(copyEscapedAll, (c) => copyEscapes[c] as string) : value;
}

const copyEscaped = /[\\\t\n\r]/;
const copyEscapedAll = /[\\\t\n\r]/g;
const copyEscapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A bytea in a COPY text line. */
export const copyBytea = (value: Uint8Array) =>
  `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;

/**
 * COPY of rendered lines (fields by tab, each line ended). Rows that can collide with nothing go this way: the
 * server writes them a page at a time, for half of what INSERT costs it.
 */
export async function copyLines(tx: Transaction, target: string, lines: string): Promise<void> {
  if (lines === '') return;
  const query = tx.unsafe(`copy ${target} from stdin`);
  // The driver lets go of the stream when the last byte is sent: what the server finds wrong then (a key, a
  // check, its own end) reaches only the query's `reject`, and whoever waits for the stream waits for ever.
  const settled = query as unknown as { reject: (error: unknown) => void };
  const rejectQuery = settled.reject;
  const refused = new Promise<never>((_, reject) => {
    settled.reject = (error) => {
      rejectQuery(error);
      reject(error);
    };
  });
  const copy = await query.writable();
  const sent = new Promise<void>((resolve, reject) => {
    copy.once('finish', resolve).once('error', reject);
    copy.end(lines);
  });
  // whichever of the two comes second is of no interest, and must not count as unhandled
  sent.catch(() => undefined);
  refused.catch(() => undefined);
  await Promise.race([sent, refused]);
}
