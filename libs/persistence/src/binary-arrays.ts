// Arrays as the server receives them in binary: no text is written here and none is parsed there.

/** The types of elements that are written, by their number in pg_type. */
const numbers = { int4: 23, int8: 20, text: 25, bytea: 17, uuid: 2950, timestamptz: 1184 } as const;

type Elements = {
  int4: number;
  int8: number | bigint;
  text: string;
  bytea: Uint8Array;
  /** 32 hexadecimal digits */
  uuid: string;
  /** epoch milliseconds */
  timestamptz: number;
};

const fixedSizes: Partial<Record<keyof Elements, number>> = { int4: 4, int8: 8, uuid: 16, timestamptz: 8 };
/** dimensions, whether there are nulls, the type, the length, the first index */
const headerBytes = 20;
/** Moments count from 2000-01-01, in microseconds. */
const epochOffsetMs = 946_684_800_000;

/** A one-dimensional array in PostgreSQL's binary format (array_send). */
export function binaryArray<T extends keyof Elements>(
  type: T,
  values: readonly (Elements[T] | null)[],
): Buffer {
  const array = Buffer.allocUnsafe(headerBytes + values.reduce((sum, value) => sum + room(type, value), 0));
  array.writeInt32BE(1, 0);
  array.writeInt32BE(values.includes(null) ? 1 : 0, 4);
  array.writeInt32BE(numbers[type], 8);
  array.writeInt32BE(values.length, 12);
  array.writeInt32BE(1, 16);
  let at = headerBytes;
  for (const value of values) {
    const size = value === null ? -1 : write(type, value, array, at + 4);
    array.writeInt32BE(size, at);
    at += 4 + Math.max(size, 0);
  }
  return array;
}

function room(type: keyof Elements, value: Elements[keyof Elements] | null): number {
  if (value === null) return 4;
  const fixed = fixedSizes[type];
  if (fixed !== undefined) return 4 + fixed;
  return 4 + (typeof value === 'string' ? Buffer.byteLength(value) : (value as Uint8Array).length);
}

/** Returns how many bytes it wrote. */
function write(type: keyof Elements, value: Elements[keyof Elements], into: Buffer, at: number): number {
  if (type === 'text') return into.write(value as string, at);
  if (type === 'uuid') return into.write(value as string, at, 'hex');
  if (type === 'bytea') {
    into.set(value as Uint8Array, at);
    return (value as Uint8Array).length;
  }
  if (type === 'int4') return into.writeInt32BE(value as number, at) - at;
  const whole = type === 'int8' ? BigInt(value as number) : BigInt((value as number) - epochOffsetMs) * 1000n;
  return into.writeBigInt64BE(whole, at) - at;
}
