import { builtInDesign, isBuiltInDesign } from './built-in-designs.js';
import { dorfmanDesign } from './dorfman.js';
import { firstSpecimens } from './partial-design.js';
import type { PoolDesign } from './pool-design.js';

/**
 * The design of a batch of so many specimens, by name: a built-in one, of which the last places may stay empty, or
 * `dorfman-K`, disjoint pools of K. Null for an unknown name.
 * @throws RangeError when the design has no place for so many
 */
export function nameDesign(name: string, specimens: number): PoolDesign | null {
  if (isBuiltInDesign(name)) return firstSpecimens(builtInDesign(name), specimens);
  const size = /^dorfman-([1-9]\d?)$/.exec(name)?.[1];
  return size === undefined ? null : dorfmanDesign(specimens, Number(size));
}
