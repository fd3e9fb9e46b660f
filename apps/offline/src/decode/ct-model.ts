import { type CtModel, type Decoded, dilutionShift, type PoolDesign, specimensIn } from '#lis/domain';
import { type NamedDesign, poolLabel } from '../designs/named-design.js';
import { InputRefusal } from '../input/input-refusal.js';
import type { CtOptions } from './ct-options.js';

/**
 * The model by which the Ct values of a batch are weighed. Without a shift of its own a pool of k aliquots has that of POOLING 2.3,
 * ln k / ln (1 + E), k being who is in the pool of this batch.
 * @throws InputRefusal when there is neither one shift nor one a pool
 */
export function ctModelOf(
  { shift, efficiency, sigma, loads, sigmasApart }: CtOptions,
  { cutoff, grey }: { readonly cutoff: number; readonly grey: number },
  { design }: NamedDesign,
): CtModel {
  if (shift !== undefined && shift.length !== 1 && shift.length !== design.pools)
    throw new InputRefusal(
      `--ct-shift: ${shift.length} values; expected 1, or ${design.pools} for ${design.id}`,
    );
  return {
    efficiency,
    shift:
      shift === undefined ? shiftsOfAliquots(design, efficiency) : shift.length === 1 ? shift[0]! : shift,
    sigma,
    cutoff,
    greyBand: grey,
    loads,
    ...(sigmasApart === undefined ? {} : { sigmasApart }),
  };
}

function shiftsOfAliquots(design: PoolDesign, efficiency: number): number[] {
  return Array.from({ length: design.pools }, (_, pool) =>
    dilutionShift({ kind: 'aliquots', count: Math.max(1, specimensIn(design, pool).length) }, efficiency),
  );
}

/** What a person should look at: pools whose Ct disagree with one another, or with their outcomes. */
export function ctWarnings({ ct }: Decoded, named: NamedDesign): string[] {
  if (ct === null) return [];
  const list = (pools: readonly number[]) => pools.map((pool) => poolLabel(named, pool)).join(', ');
  const warnings: string[] = [];
  if (ct.inconsistentPools.length > 0)
    warnings.push(
      `Ct further from what the best explanation expects than chance explains (contamination, or a swap?): ${list(ct.inconsistentPools)}`,
    );
  if (ct.mismatchedPools.length > 0)
    warnings.push(
      `erased, its outcome says otherwise than its Ct, or has none beside it ("not detected" is written Undetermined, a blank is not measured): ${list(ct.mismatchedPools)}`,
    );
  return warnings;
}
