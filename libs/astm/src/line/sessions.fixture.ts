import { ACK, ENQ, EOT, NAK } from './control-bytes.js';
import { framesOf } from './frames.js';
import type { LineAction } from './line.js';

export const enq = Buffer.from([ENQ]);
export const eot = Buffer.from([EOT]);
export const ack = Buffer.from([ACK]);
export const nak = Buffer.from([NAK]);

/** A session as an instrument sends it when every frame is taken. */
export const sessionOf = (text: string, frameBytes?: number) =>
  Buffer.concat([enq, ...framesOf(Buffer.from(text), frameBytes), eot]);

/** What a machine did, in a word each: `<ACK>` and the like for single bytes that it wrote. */
export const wordsOf = (actions: readonly LineAction[]) =>
  actions.map((action) => {
    if (action.kind === 'write') return `<${nameOf(action.bytes)}>`;
    if (action.kind === 'message' || action.kind === 'incomplete')
      return `${action.kind}:${action.text.toString('latin1')}`;
    return 'reason' in action ? `${action.kind}:${action.reason}` : action.kind;
  });

function nameOf(bytes: Buffer): string {
  if (bytes.length > 1) return `frame ${String.fromCharCode(bytes[1] ?? 0)}`;
  return { [ENQ]: 'ENQ', [EOT]: 'EOT', [ACK]: 'ACK', [NAK]: 'NAK' }[bytes[0] ?? 0] ?? '?';
}
