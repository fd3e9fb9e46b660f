import { designHash } from './design-hash.js';
import { poolDesign, type DesignFamily, type PoolDesign } from './pool-design.js';

/** A design as it is kept: the text of `designText`, its hash, and what the text does not say. */
export type KeptDesign = {
  readonly id: string;
  readonly family: DesignFamily;
  /** SHA-256 of `text`, hex */
  readonly hash: string;
  readonly text: string;
};

/**
 * Makes a design of its text again, for decoding from what was kept alone.
 * @throws RangeError when the text is not that of a design, or not the one that the hash is of
 */
export function readDesignText({ id, family, hash, text }: KeptDesign): PoolDesign {
  const [title, sizes = '', ...lines] = text.split('\n');
  const found = /^specimens (\d+) pools (\d+) master ([01])$/.exec(sizes);
  if (title !== 'sweepwell pool design 1' || !found || lines.pop() !== '')
    throw new RangeError(`${id}: no text of a design`);
  const design = poolDesign({
    id,
    family,
    pools: Number(found[2]),
    poolsOfSpecimen: lines.map((line) => (line === '' ? [] : line.split(' ').map(Number))),
    hasMaster: found[3] === '1',
  });
  if (design.specimens !== Number(found[1]) || designHash(design) !== hash)
    throw new RangeError(`${id}: the text has another hash`);
  return design;
}
