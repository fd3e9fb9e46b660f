import { CR, ETB, ETX, LF, STX } from './control-bytes.js';

/** Text of a frame by LIS1-A §6.3.1.2; later editions allow 64,000, which analysers send and not all take. */
export const FRAME_TEXT_BYTES = 240;

/**
 * The two digits of a frame (LIS1-A §6.3.3): the sum modulo 256 of all bytes after STX to ETX or ETB, these included,
 * in upper-case hexadecimal.
 */
export function checksumOf(bytes: Uint8Array): string {
  let sum = 0;
  for (const byte of bytes) sum = (sum + byte) & 0xff;
  return sum.toString(16).toUpperCase().padStart(2, '0');
}

/** One frame; `number` 0 to 7. */
export function encodeAstmFrame(number: number, text: Uint8Array, isLast: boolean): Buffer {
  const counted = Buffer.concat([Buffer.from(String(number)), text, Buffer.from([isLast ? ETX : ETB])]);
  return Buffer.concat([
    Buffer.from([STX]),
    counted,
    Buffer.from(checksumOf(counted), 'latin1'),
    Buffer.from([CR, LF]),
  ]);
}

/** A message in frames numbered from 1: a record begins a frame of its own and ends with ETX, its CR included. */
export function framesOf(message: Buffer, textBytes = FRAME_TEXT_BYTES): Buffer[] {
  const frames: Buffer[] = [];
  const add = (text: Buffer, isLast: boolean) =>
    frames.push(encodeAstmFrame((frames.length + 1) % 8, text, isLast));
  for (let from = 0; from < message.length;) {
    const cr = message.indexOf(CR, from);
    const end = cr < 0 ? message.length : cr + 1;
    for (; end - from > textBytes; from += textBytes) add(message.subarray(from, from + textBytes), false);
    add(message.subarray(from, end), true);
    from = end;
  }
  return frames;
}
