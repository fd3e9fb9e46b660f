import { describe, expect, it } from 'vitest';
import { BUILT_IN_DESIGNS, builtInDesign, type BuiltInDesignId } from './built-in-designs.js';
import { designHash, designText } from './design-hash.js';
import { nameDesign } from './name-design.js';
import type { PoolDesign } from './pool-design.js';
import { readDesignText } from './read-design-text.js';

const kept = (design: PoolDesign) => ({
  id: design.id,
  family: design.family,
  hash: designHash(design),
  text: designText(design),
});

describe('a kept design', () => {
  it.each(Object.keys(BUILT_IN_DESIGNS) as BuiltInDesignId[])('%s is read back as it was', (id) => {
    expect(readDesignText(kept(builtInDesign(id)))).toEqual(builtInDesign(id));
  });
  it('is refused when a pool of a specimen is another, a line is missing or it is something else', () => {
    const good = kept(builtInDesign('hypercube-3^3'));
    for (const text of [
      good.text.replace('\n0 3 6\n', '\n0 3 7\n'),
      good.text.replace('\n0 3 6\n', '\n'),
      good.text.slice(0, -1),
      '',
    ])
      expect(() => readDesignText({ ...good, text })).toThrow(RangeError);
  });
});
describe('a design by name', () => {
  it('is built in, whole or with its last places empty, or Dorfman pools of any size', () => {
    expect(nameDesign('rs-384x48', 384)?.id).toBe('rs-384x48');
    expect(nameDesign('rs-384x48', 300)).toMatchObject({ specimens: 300, pools: 48 });
    expect(nameDesign('dorfman-10', 25)).toMatchObject({ specimens: 25, pools: 3 });
    expect([nameDesign('rs-1x1', 1), nameDesign('dorfman-0', 1), nameDesign('constructor', 1)]).toEqual([
      null,
      null,
      null,
    ]);
    expect(() => nameDesign('rs-384x48', 385)).toThrow(RangeError);
  });
});
