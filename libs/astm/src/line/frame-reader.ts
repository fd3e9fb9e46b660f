import { ACK, CR, ENQ, EOT, ETB, ETX, NAK, STX } from './control-bytes.js';
import { checksumOf } from './frames.js';

export type FrameEvent =
  | { kind: 'enq' | 'eot' | 'ack' | 'nak' }
  | { kind: 'frame'; number: number; text: Buffer; isLast: boolean }
  /** a frame that must be sent again */
  | { kind: 'bad-frame'; reason: 'checksum' | 'frame-number' | 'too-large' };

export type FrameReader = {
  push(chunk: Uint8Array): FrameEvent[];
  /** bytes of a frame that is not complete */
  pendingBytes(): number;
};

const controls = new Map<number, 'enq' | 'eot' | 'ack' | 'nak'>([
  [ENQ, 'enq'],
  [EOT, 'eot'],
  [ACK, 'ack'],
  [NAK, 'nak'],
]);

/**
 * Bytes → frames and control characters (LIS1-A §6), cut anywhere. Bytes between frames are ignored. STX within a
 * frame begins it afresh; ENQ and EOT, which text cannot hold, break it off. A frame ends with the CR behind its
 * checksum: the LF behind that says nothing more, and senders without CR are heard at the next byte. Never throws.
 */
export function createFrameReader(maxTextBytes: number): FrameReader {
  let bytes: number[] | null = null;
  let isTooLarge = false;
  /** where ETX or ETB stands; -1 while there is text */
  let end = -1;

  const finish = (): FrameEvent => {
    const all = Buffer.from(bytes ?? []);
    const wasTooLarge = isTooLarge;
    const counted = all.subarray(0, end + 1);
    const digits = all.toString('latin1', end + 1).toUpperCase();
    bytes = null;
    if (wasTooLarge) return { kind: 'bad-frame', reason: 'too-large' };
    if (digits !== checksumOf(counted)) return { kind: 'bad-frame', reason: 'checksum' };
    const number = (counted[0] ?? 0) - 0x30;
    if (end < 1 || number < 0 || number > 7) return { kind: 'bad-frame', reason: 'frame-number' };
    return {
      kind: 'frame',
      number,
      text: Buffer.from(counted.subarray(1, end)),
      isLast: counted[end] === ETX,
    };
  };
  const begin = () => {
    bytes = [];
    isTooLarge = false;
    end = -1;
  };

  return {
    push(chunk) {
      const events: FrameEvent[] = [];
      for (const byte of chunk) {
        if (bytes !== null && end >= 0 && bytes.length === end + 3) {
          events.push(finish());
          if (byte === CR) continue;
        }
        if (byte === STX) begin();
        else if (bytes === null || ((byte === ENQ || byte === EOT) && end < 0)) {
          const control = controls.get(byte);
          if (control === undefined) continue;
          bytes = null;
          events.push({ kind: control });
        } else {
          if (end < 0 && (byte === ETX || byte === ETB)) end = bytes.length;
          // of what is too long only its end matters
          else if (end < 0 && bytes.length > maxTextBytes) {
            isTooLarge = true;
            continue;
          }
          bytes.push(byte);
        }
      }
      return events;
    },
    pendingBytes: () => bytes?.length ?? 0,
  };
}
