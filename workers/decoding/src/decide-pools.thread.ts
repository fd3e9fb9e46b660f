import { decideSwabPools, type PoolDecision, type PoolFacts } from '#lis/domain';

/** In a thread of its own: pure rules only, no Nest and no database. */
export default function decidePools(pools: PoolFacts[]): PoolDecision[] {
  return decideSwabPools(pools);
}
