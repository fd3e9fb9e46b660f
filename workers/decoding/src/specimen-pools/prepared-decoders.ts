import { type Decoder, type DecoderSettings, prepareDecoder, readDesignText } from '#lis/domain';
import type { Preparation } from './batch-task.js';

/** A decoder holds up to some 30 MB of tables (an exact posterior of 16 pools); a laboratory uses a few designs at a time. */
const mostHeld = 8;

export type PreparedDecoder = { readonly decoder: Decoder; readonly settings: DecoderSettings };

/** Decoders by key, those that were asked for last; an older one is let go of and made again when it is needed. */
export function preparedDecoders(most = mostHeld) {
  const held = new Map<string, PreparedDecoder>();
  return {
    /** Null when it is not held and nothing is given to make it of. @throws RangeError for an impossible preparation */
    find(key: string, preparation?: Preparation): PreparedDecoder | null {
      let found = held.get(key);
      if (!found) {
        if (!preparation) return null;
        const { settings } = preparation;
        // let go of first: two of the largest at once would need twice the memory
        if (held.size >= most) held.delete(held.keys().next().value ?? '');
        found = { decoder: prepareDecoder(readDesignText(preparation.design), settings), settings };
      }
      held.delete(key);
      held.set(key, found);
      return found;
    },
    get size() {
      return held.size;
    },
  };
}
