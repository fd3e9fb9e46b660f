import type { AmbiguousReason, CallRule, SpecimenCall } from './calls/call-specimens.js';

/** What a row keeps of a call; the decode's answer has all of it. */
export type KeptCall = Omit<SpecimenCall, 'runnerUp' | 'ct'>;
export function keptCall(made: SpecimenCall): KeptCall {
  const { specimen, call, rule, reason, posterior, negativePools, validPools, sole } = made;
  return { specimen, call, rule, reason, posterior, negativePools, validPools, sole };
}

/** Of a call: posterior (8, NaN: none), pools (2 and 2), call, rule, reason, sole. */
export const packedCallBytes = 16;
// from 1: bytes that nobody wrote are no call
const callCodes: Record<SpecimenCall['call'], number> = {
  negative: 1,
  'presumptive-positive': 2,
  ambiguous: 3,
};
const ruleCodes: Record<CallRule, number> = {
  none: 1,
  'one-negative-pool': 2,
  'negative-pools': 3,
  'negative-pools-and-posterior': 4,
  'sole-candidate-and-posterior': 5,
};
const noReason = 1;
const reasonCodes: Record<AmbiguousReason, number> = {
  masked: 2,
  tied: 3,
  'low-evidence': 4,
  tolerance: 5,
};

/**
 * Calls, in the order of the specimens, as bytes: they go from thread to thread without an object a specimen.
 * @throws RangeError when a specimen is not where its number says
 */
export function packCalls(calls: readonly KeptCall[]): Uint8Array {
  const bytes = new Uint8Array(calls.length * packedCallBytes);
  const view = new DataView(bytes.buffer);
  for (const [place, { specimen, call, rule, reason, posterior, ...of }] of calls.entries()) {
    if (specimen !== place) throw new RangeError(`specimen ${specimen} stands at ${place}`);
    const at = place * packedCallBytes;
    view.setFloat64(at, posterior ?? Number.NaN);
    view.setUint16(at + 8, of.negativePools);
    view.setUint16(at + 10, of.validPools);
    bytes[at + 12] = callCodes[call];
    bytes[at + 13] = ruleCodes[rule];
    bytes[at + 14] = reason === null ? noReason : reasonCodes[reason];
    bytes[at + 15] = of.sole ? 1 : 0;
  }
  return bytes;
}

/**
 * Gives each call of `packCalls` in turn.
 * @throws RangeError for bytes that are no calls
 */
export function eachPackedCall(bytes: Uint8Array, take: (call: KeptCall) => void): void {
  if (bytes.length % packedCallBytes !== 0) throw new RangeError('a call is cut off');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; at += packedCallBytes) {
    const posterior = view.getFloat64(at);
    const [call, rule] = [callWords[bytes[at + 12]!], ruleWords[bytes[at + 13]!]];
    const reason = reasonWords[bytes[at + 14]!];
    if (call === undefined || rule === undefined || reason === undefined)
      throw new RangeError('bytes that are no call');
    take({
      specimen: at / packedCallBytes,
      call,
      rule,
      reason,
      posterior: Number.isNaN(posterior) ? null : posterior,
      negativePools: view.getUint16(at + 8),
      validPools: view.getUint16(at + 10),
      sole: bytes[at + 15] === 1,
    });
  }
}

const wordsOf = <Word extends string>(codes: Record<Word, number>): (Word | undefined)[] => {
  const words: (Word | undefined)[] = [];
  for (const [word, code] of Object.entries<number>(codes)) words[code] = word as Word;
  return words;
};
const callWords = wordsOf(callCodes);
const ruleWords = wordsOf(ruleCodes);
const reasonWords: (AmbiguousReason | null | undefined)[] = wordsOf(reasonCodes);
reasonWords[noReason] = null;
