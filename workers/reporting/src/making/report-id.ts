import { createHash } from 'node:crypto';

/**
 * A UUID (version 8, RFC 9562 5.8) that is always the same for the same names: whoever makes a report again, after
 * a crash or beside another worker, can only make the same one. A tube's report keeps its id through corrections,
 * whose version is the result's; a feed's is that of its sweep and number.
 */
export function reportId(...names: readonly (string | number)[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(names)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
