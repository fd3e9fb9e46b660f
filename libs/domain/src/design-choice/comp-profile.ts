import { poolsOf, specimensIn } from '../pool-design/design-rows.js';
import type { PoolDesign } from '../pool-design/pool-design.js';

/** Specimens that cannot be told apart by the sizes of their pools and of the unions of these. */
export type CompProfile = {
  readonly specimens: number;
  readonly poolSizes: readonly number[];
  /** people in the pools of each subset (bit i: the i-th pool), the specimen itself included; 0 for the empty one */
  readonly unions: readonly number[];
};

const known = new WeakMap<PoolDesign, readonly CompProfile[]>();

/** @throws RangeError for a specimen in more than 12 pools: 2^weight unions are counted */
export function compProfiles(design: PoolDesign): readonly CompProfile[] {
  const before = known.get(design);
  if (before) return before;
  const found = new Map<string, { specimens: number; poolSizes: number[]; unions: number[] }>();
  for (let specimen = 0; specimen < design.specimens; specimen += 1) {
    const profile = profileOf(design, specimen);
    const key = `${profile.poolSizes.join(' ')}|${profile.unions.join(' ')}`;
    const same = found.get(key);
    if (same) same.specimens += 1;
    else found.set(key, { specimens: 1, ...profile });
  }
  const profiles = [...found.values()];
  known.set(design, profiles);
  return profiles;
}

function profileOf(design: PoolDesign, specimen: number): { poolSizes: number[]; unions: number[] } {
  const pools = [...poolsOf(design, specimen)];
  if (pools.length > 12) throw new RangeError(`${design.id}: weight ${pools.length}`);
  // how many people share exactly this set of its pools; then a union is all of those who share any of them
  const sharing = new Map<number, number>();
  pools.forEach((pool, bit) => {
    for (const other of specimensIn(design, pool)) sharing.set(other, (sharing.get(other) ?? 0) | (1 << bit));
  });
  const masks = [...sharing.values()];
  const exactly = new Uint32Array(2 ** pools.length);
  for (const mask of masks) exactly[mask] = (exactly[mask] ?? 0) + 1;
  const unions = Array.from(exactly, (_, subset) =>
    exactly.reduce((sum, count, mask) => ((mask & subset) === 0 ? sum : sum + count), 0),
  );
  return { poolSizes: pools.map((pool) => specimensIn(design, pool).length), unions };
}
