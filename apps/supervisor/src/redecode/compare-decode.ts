import { createHash } from 'node:crypto';
import {
  canonicalText,
  decodeAgain,
  type Decoded,
  type Decoder,
  decodedText,
  firstDifference,
  type KeptBatch,
  type KeptCall,
  keptCall,
  prepareDecoder,
  readDecodedText,
  readDesignText,
  sha256Hex,
} from '#lis/domain';
import type { KeptDecode } from './kept-decodes.queries.js';

export type Difference = { specimen: number | null; what: string; kept: string; found: string };

/** Decodes again from what was kept alone, and compares. One decoder is held: decodes of one design follow one another mostly. */
export function makeComparison() {
  let held: { key: string; decoder: Decoder } | null = null;
  const decoderOf = ({ design, settings, settingsHash }: KeptBatch): Decoder => {
    const key = `${design.hash} ${design.id} ${settingsHash}`;
    held = held?.key === key ? held : { key, decoder: prepareDecoder(readDesignText(design), settings) };
    return held.decoder;
  };
  /** The first thing that is not as it was kept; null when the bytes are the same. */
  return (kept: KeptDecode, batch: KeptBatch, calls: readonly KeptCall[]): Difference | null => {
    const other = (what: string, one: unknown, two: unknown): Difference | null => {
      const [a, b] = [canonicalText(one), canonicalText(two)];
      return a === b ? null : { specimen: null, what, kept: a, found: b };
    };
    const { settings, readings } = batch;
    const causes =
      other('settings', batch.settingsHash, sha256Hex(canonicalText(settings))) ??
      other('settings', kept.settingsHash, batch.settingsHash) ??
      other('design', kept.designHash, batch.design.hash) ??
      other('answer', kept.answerHash, createHash('sha256').update(kept.answer).digest('hex'));
    if (causes) return causes;
    let found: Decoded;
    try {
      found = decodeAgain(decoderOf(batch), settings, readings, kept.endedBy);
    } catch (error) {
      // what was kept is no batch any more
      if (!(error instanceof RangeError)) throw error;
      return { specimen: null, what: 'batch', kept: 'a decode', found: error.message };
    }
    const before = readDecodedText(kept.answer.toString());
    const text = decodedText(found);
    const bytes = kept.answer.equals(Buffer.from(text))
      ? null
      : (firstDifference(before, found) ?? other('bytes', kept.answer.toString(), text));
    const { method, kind, alerts, negativesMayLeave: leave, logEvidence } = found;
    return (
      bytes ??
      firstDifference({ calls }, { calls: found.calls.map(keptCall) }) ??
      other('columns', kept.columns, { method, kind, alerts, leave, logEvidence })
    );
  };
}
