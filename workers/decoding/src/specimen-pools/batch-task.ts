import type { BatchReadings, DecodeEnd, DecodeHead, DecoderSettings, KeptDesign } from '#lis/domain';

/** What a decoder is made of; posted once to a thread that does not hold it. */
export type Preparation = { readonly design: KeptDesign; readonly settings: DecoderSettings };

/** Batches of one design and one set of settings. `key` names the two by their content. */
export type BatchTask = {
  readonly key: string;
  readonly preparation?: Preparation;
  readonly batches: readonly BatchReadings[];
};

/**
 * An answer as it is kept: the UTF-8 of its canonical text, the SHA-256 of that, hex, and what ended the decode. Its rows come
 * beside it, of the same answer, so that nobody reads the text for them; calls are packed (`packCalls`).
 */
export type BatchAnswer = {
  readonly text: Uint8Array;
  readonly hash: string;
  readonly endedBy: DecodeEnd;
  readonly head: DecodeHead;
  readonly calls: Uint8Array;
};

/** `unprepared`: the thread holds no decoder of that key; the task is posted again with its preparation. */
export type BatchTaskAnswer = 'unprepared' | BatchAnswer[];
