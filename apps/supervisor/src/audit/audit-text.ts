import { CHAIN_WITHOUT_SWEEP } from '#lis/domain';
import type { AuditProof } from './verify-audit.js';

/** The proof as lines for an operator: each chain with its end, and the first break. */
export function auditText({ chains, checkpoints, unsealed }: AuditProof): string {
  const broken = chains.filter((chain) => chain.broken !== null).length;
  const lines = chains.map(
    (chain) =>
      `  ${chain.broken === null ? 'holds ' : 'BROKEN'}  ${nameOf(chain.chain)}  ${chain.rows} rows, ${chain.blocks} blocks, ` +
      (chain.broken === null ? chain.hash : `then: ${chain.broken}`),
  );
  const verdict = broken === 0 ? 'every chain holds' : `${broken} of ${chains.length} chains do not hold`;
  const { found, checkpoints: count, unreadable } = checkpoints;
  return [
    `Audit: ${verdict}`,
    ...lines,
    `  ${unsealed} rows wait to be sealed`,
    found
      ? `  ${count} checkpoints compared${unreadable > 0 ? `, ${unreadable} lines cannot be read` : ''}`
      : '  no checkpoints here: a tail that was cut off cannot be seen',
  ].join('\n');
}

const nameOf = (chain: number) => (chain === CHAIN_WITHOUT_SWEEP ? 'without sweep' : `sweep ${chain}`);
