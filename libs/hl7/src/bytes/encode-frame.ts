const VT = 0x0b;
const FS = 0x1c;
const CR = 0x0d;

/** Wraps a message body in the MLLP block `VT body FS CR`. A string is encoded as UTF-8. */
export function encodeFrame(body: Buffer | string): Buffer {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  const frame = Buffer.allocUnsafe(length + 3);
  frame[0] = VT;
  if (typeof body === 'string') frame.write(body, 1);
  else body.copy(frame, 1);
  frame[length + 1] = FS;
  frame[length + 2] = CR;
  return frame;
}
