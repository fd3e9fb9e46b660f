/**
 * What chance, haste or the product decided, so that it cannot be computed again: written before it is done. All
 * else about the drill is a function of its options and the clock. Moments are epoch ms of the drill's clock.
 */
export type Entry =
  /** everything that was due until then is done and acknowledged */
  | { k: 'until'; at: number }
  /** machine's epoch ms: first request of a tablet, last receipt given */
  | { k: 'first-request'; machine: number }
  | { k: 'plate'; n: number; laboratory: number; at: number; tubes: number[]; returned: boolean }
  /** laid out in the product, and put into an instrument */
  | { k: 'run'; n: number; instrument: number; from: number; until: number }
  | { k: 'sent'; n: number; wells: number; readings: number }
  | { k: 'resolved'; n: number; how: 'resulted' | 'rejected' }
  | { k: 'recollect'; r: number; cause: number; ordinal: number; orderedAt: string; sealedAt: number }
  | { k: 'confirmed'; report: string }
  | { k: 'forecast'; at: number; kind: string; finishAt: number | null }
  | { k: 'violation'; code: string; detail: string };
export type EntryOf<K extends Entry['k']> = Extract<Entry, { k: K }>;
