const VT = 0x0b;
const FS = 0x1c;
const CR = 0x0d;
const LONE_FS = Buffer.from([FS]);
const EMPTY = Buffer.alloc(0);
const MIN_ROOM = 4096;

/** 8 MiB: a whole plate with its amplification curves is below 1 MiB. */
export const DEFAULT_MAX_FRAME_BYTES = 8 * 1024 * 1024;

/**
 * What a chunk of socket bytes brought.
 * - `frame`: a complete body, without its MLLP bytes. It may share memory with the chunk: copy it to keep it long.
 * - `too-large`: the body passed the cap (`bytes` is where it stood, cap + 1); the rest of it is skipped.
 *   It is told once per frame and at once, so that a sender who never ends is answered.
 * - `resync`: a VT came inside a body; the unfinished body and its VT (`discarded` bytes) are gone.
 */
export type FrameEvent =
  | { kind: 'frame'; body: Buffer }
  | { kind: 'too-large'; bytes: number }
  | { kind: 'resync'; discarded: number };

export interface FrameDecoder {
  /** Events in the order of the bytes; the same bytes give the same events however they are cut. */
  push(chunk: Buffer): FrameEvent[];
  /** Bytes held for a frame that has not ended: above 0 starts the half-frame timer. */
  pendingBytes(): number;
}

/**
 * The MLLP decoder of one connection: a state machine on Buffers, O(bytes), nothing shared between sockets.
 * Bytes outside frames are ignored, and FS that CR does not follow is data.
 */
export function createFrameDecoder({ maxFrameBytes = DEFAULT_MAX_FRAME_BYTES } = {}): FrameDecoder {
  let state: 'outside' | 'inside' | 'skipping' = 'outside';
  // The body so far: a view into the chunk while it lies in one, else a buffer of its own that doubles. A list of
  // pieces would cost a sender who trickles byte by byte a hundred times the cap in memory.
  let body: Buffer = EMPTY;
  let room: Buffer = EMPTY;
  let size = 0;
  // The last byte seen was an FS inside a frame; the next byte decides whether it ended the frame.
  let heldFs = false;

  const open = () => {
    close();
    state = 'inside';
  };
  const close = () => {
    state = 'outside';
    body = EMPTY;
    room = EMPTY;
    size = 0;
  };
  const take = (piece: Buffer, events: FrameEvent[]) => {
    if (state !== 'inside' || piece.length === 0) return;
    const before = size;
    size += piece.length;
    if (size > maxFrameBytes) {
      events.push({ kind: 'too-large', bytes: maxFrameBytes + 1 });
      close();
      state = 'skipping';
    } else if (before === 0) body = piece;
    else {
      if (room.length < size) {
        room = Buffer.allocUnsafeSlow(Math.min(maxFrameBytes, Math.max(size, room.length * 2, MIN_ROOM)));
        body.copy(room);
      }
      piece.copy(room, before);
      body = room.subarray(0, size);
    }
  };
  const finish = (events: FrameEvent[]) => {
    if (state === 'inside') events.push({ kind: 'frame', body });
    close();
  };

  const push = (chunk: Buffer): FrameEvent[] => {
    const events: FrameEvent[] = [];
    if (chunk.length === 0) return events;
    let at = 0;
    if (heldFs) {
      heldFs = false;
      if (chunk[0] === CR) {
        finish(events);
        at = 1;
      } else take(LONE_FS, events);
    }
    // The next frame end is looked for once and kept until passed: a flood of VT stays linear.
    let end = -1;
    while (at < chunk.length) {
      if (state === 'outside') {
        const start = chunk.indexOf(VT, at);
        if (start === -1) break;
        open();
        at = start + 1;
        continue;
      }
      if (end < at) end = findFrameEnd(chunk, at);
      const restart = chunk.indexOf(VT, at);
      if (restart !== -1 && restart < end) {
        take(chunk.subarray(at, restart), events);
        if (state === 'inside') events.push({ kind: 'resync', discarded: size + 1 });
        open();
        at = restart + 1;
      } else if (end < chunk.length && chunk[end] === FS && chunk[end + 1] === CR) {
        take(chunk.subarray(at, end), events);
        finish(events);
        at = end + 2;
      } else {
        take(chunk.subarray(at, end), events);
        heldFs = end < chunk.length;
        break;
      }
    }
    return events;
  };

  return { push, pendingBytes: () => size + (heldFs && state === 'inside' ? 1 : 0) };
}

/** Where FS CR begins at or after `from`; the last byte's index when it is an undecided FS; else the chunk's length. */
function findFrameEnd(chunk: Buffer, from: number): number {
  let fs = chunk.indexOf(FS, from);
  while (fs !== -1 && fs + 1 < chunk.length) {
    if (chunk[fs + 1] === CR) return fs;
    fs = chunk.indexOf(FS, fs + 1);
  }
  return fs === -1 ? chunk.length : fs;
}
