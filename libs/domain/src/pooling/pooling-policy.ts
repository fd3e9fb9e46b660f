/**
 * How many people share a tube (R2): policy of a sweep, per category of person, versioned, in force from a moment.
 * `category` null is the rule for everyone without a rule of their own. A tube keeps the version that it was
 * sealed under.
 */
export interface PoolingPolicy {
  readonly version: number;
  readonly category: string | null;
  readonly inForceFrom: number;
  readonly poolSize: number;
  /** More members than this hold the tube for a person; real pools exceed their size (Shanghai's mean was 10.57). */
  readonly hardCap: number;
}

export type PoolSizeFlag = 'empty' | 'over-nominal' | 'over-cap';

/**
 * The policy for a category at a moment (epoch ms): the category's own, else the general one; of several the one
 * in force latest, of equals the highest version. Null when none is in force yet.
 */
export function policyInForce(
  policies: readonly PoolingPolicy[],
  category: string | null,
  at: number,
): PoolingPolicy | null {
  const latest = (wanted: string | null): PoolingPolicy | undefined =>
    policies
      .filter((policy) => policy.category === wanted && policy.inForceFrom <= at)
      .toSorted((a, b) => b.inForceFrom - a.inForceFrom || b.version - a.version)[0];
  return latest(category) ?? latest(null) ?? null;
}

/** What is odd about a tube with `members` people; over the cap is over the nominal size too. Never refuses (law 3). */
export function judgePoolSize(policy: PoolingPolicy, members: number): PoolSizeFlag[] {
  const flags: PoolSizeFlag[] = [];
  if (members < 1) flags.push('empty');
  if (members > policy.poolSize) flags.push('over-nominal');
  if (members > policy.hardCap) flags.push('over-cap');
  return flags;
}
