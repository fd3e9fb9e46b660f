import { expect, it } from 'vitest';
import { judgePoolSize, policyInForce, type PoolingPolicy } from './pooling-policy.js';

const policy = (
  version: number,
  category: string | null,
  inForceFrom: number,
  poolSize = 10,
): PoolingPolicy => ({
  version,
  category,
  inForceFrom,
  poolSize,
  hardCap: poolSize + 1,
});

it('finds the policy in force', () => {
  const general = policy(1, null, 0);
  const later = policy(2, null, 100, 20);
  const contact = policy(3, 'contact', 50, 1);
  const policies = [later, contact, general];
  expect(policyInForce(policies, null, -1)).toBeNull();
  expect(policyInForce(policies, null, 99)).toBe(general);
  expect(policyInForce(policies, null, 100)).toBe(later);
  expect(policyInForce(policies, 'contact', 49)).toBe(general);
  expect(policyInForce(policies, 'contact', 500)).toBe(contact);
  expect(policyInForce([general, policy(4, null, 0)], null, 0)?.version).toBe(4);
});

it('flags sizes and refuses none', () => {
  const ten = policy(1, null, 0);
  expect([0, 1, 10, 11, 12].map((members) => judgePoolSize(ten, members))).toEqual([
    ['empty'],
    [],
    [],
    ['over-nominal'],
    ['over-nominal', 'over-cap'],
  ]);
});
