import { sha256Hex } from '../sha256/sha256.js';
import { poolsOf } from './design-rows.js';
import type { PoolDesign } from './pool-design.js';

/**
 * The matrix as text: a heading, then the pools of each specimen, a line each, ascending, with spaces between. What a
 * design is called is not in it: one matrix has one text under any name.
 */
export function designText(design: PoolDesign): string {
  const { specimens, pools, hasMaster } = design;
  const heading = `sweepwell pool design 1\nspecimens ${specimens} pools ${pools} master ${hasMaster ? 1 : 0}\n`;
  const lines = Array.from({ length: specimens }, (_, i) => `${poolsOf(design, i).join(' ')}\n`);
  return heading + lines.join('');
}

const known = new WeakMap<PoolDesign, string>();

/** SHA-256 of the design's text, in hex: stored with every call, so that the call can be decoded again. */
export function designHash(design: PoolDesign): string {
  const hash = known.get(design) ?? sha256Hex(designText(design));
  known.set(design, hash);
  return hash;
}
