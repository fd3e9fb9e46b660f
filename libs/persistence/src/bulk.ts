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
