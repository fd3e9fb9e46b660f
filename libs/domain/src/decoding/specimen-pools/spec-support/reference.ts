import { readFileSync } from 'node:fs';
import { poolDesign, type PoolDesign, type PoolOutcome } from '../../../pool-design/pool-design.js';

/** A file of libs/domain/reference. */
export function reference<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(`../../../../reference/${path}`, import.meta.url), 'utf8')) as T;
}
export function referenceText(path: string): string {
  return readFileSync(new URL(`../../../../reference/${path}`, import.meta.url), 'utf8');
}
export type GoldenExact = {
  design: string;
  m: number;
  n: number;
  p: number;
  Se: number;
  Sp: number;
  pools_of_sample: number[][];
  cases: { positive_pools: number[]; log10_evidence: number; marginals: number[] }[];
};
export const designOf = (id: string, pools: number, poolsOfSpecimen: number[][]): PoolDesign =>
  poolDesign({ id, family: 'array', pools, poolsOfSpecimen });
export const outcomesOf = (pools: number, positive: readonly number[]): PoolOutcome[] =>
  Array.from({ length: pools }, (_, pool) => (positive.includes(pool) ? 'positive' : 'negative'));
export const never = () => 0;
export const marginalsOf = (decoded: { calls: readonly { posterior: number | null }[] }): number[] =>
  decoded.calls.map(({ posterior }) => posterior ?? Number.NaN);
