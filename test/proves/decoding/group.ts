import { builtInDesign, type BuiltInDesignId, type PoolDesign, type SeededRandom } from '#lis/domain';

/** One of the thirteen groups of tests of the decoders: what it looked at, and the first thing that did not hold. */
export type Group = (random: SeededRandom, small: boolean) => Told;
export type Told = { readonly violation: string | null; readonly figures: Record<string, unknown> };

/** Se and Sp of a pool, as in all published figures. */
export const test = { sensitivity: 0.95, specificity: 0.99 };
export const never = () => 0;

/** The pools of a specimen. */
export const poolsOf = (design: PoolDesign, i: number): Uint16Array =>
  design.poolOf.subarray(design.poolStart[i], design.poolStart[i + 1]);

/** One of each kind, the largest among them. */
export const SOME: readonly BuiltInDesignId[] = [
  'array-8x12',
  'hypercube-3^3',
  'hypercube-3^4',
  'hyper-96x16-q2',
  'hyper-384x48-q3',
  'rs-384x48',
  'triples-105x45',
  'triples-961x93',
];
export const someDesigns = (): PoolDesign[] => SOME.map(builtInDesign);
