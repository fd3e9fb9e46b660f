import type { PoolAdviceLimits, PoolTestSource } from '#lis/contracts';
import { dilutionShift, type KitDefinition, learnOwnLoad, type PoolTest, seenInPool } from '#lis/domain';
import type { Executor } from '#lis/persistence';
import { kitsOfSweep, singlesOf } from './pool-test.queries.js';

export type KnownTest = {
  source: PoolTestSource;
  /** of a tube with k swabs: its sensitivity follows the volume of medium, not k */
  testOf: (swabs: number) => PoolTest;
  single: PoolTest;
  stated: KitDefinition['stated'] | null;
};
/** Below it Se + Sp − 1 says so little that an estimate would be noise. */
const LEAST_YOUDEN = 0.1;
const withoutErrors: PoolTest = { sensitivity: 1, specificity: 1 };

/**
 * What is known of the test of a sweep's tubes: by the kit that most plates were measured with, and, where the
 * volumes of medium are set and enough people were found positive singly, by their Ct. Nothing is assumed: a kit that
 * states nothing gives the prevalence that a test without errors would, and `source` says so.
 */
export async function testOfSweep(
  db: Executor,
  sweepId: number,
  dilution: PoolAdviceLimits['dilution'],
): Promise<KnownTest> {
  const [kit, ...others] = await kitsOfSweep(db, sweepId);
  const stated = kit?.definition.stated ?? null;
  const single = stated ?? withoutErrors;
  const known = {
    kit: kit ? { id: kit.id, version: kit.version } : null,
    otherKits: others.length,
    specificity: single.specificity,
  };
  const told = (source: PoolTestSource['source'], sensitivity: number, positives: number): KnownTest => ({
    source: { ...known, source, sensitivity, positives },
    testOf: (swabs) => (swabs === 1 ? single : { sensitivity, specificity: single.specificity }),
    single: { sensitivity: single.sensitivity, specificity: single.specificity },
    stated: source === 'none' ? null : stated,
  });
  if (!kit || !stated) return told('none', 1, 0);
  if (!dilution) return told('kit', stated.sensitivity, 0);
  const { mixedMillilitres, singleMillilitres, ctDeviation } = dilution;
  // a tube with less medium than a single one thins nothing
  const shift = Math.max(0, dilutionShift({ kind: 'swabs', mixedMillilitres, singleMillilitres }));
  const own = learnOwnLoad(kit.definition, await singlesOf(db, sweepId, kit), shift, ctDeviation);
  if (!own) return told('kit', stated.sensitivity, 0);
  const seen = seenInPool(own.load, shift, own.detection);
  if (stated.sensitivity * seen + stated.specificity - 1 < LEAST_YOUDEN)
    return told('none', 1, own.load.positives);
  return told('own-retests', stated.sensitivity * seen, own.load.positives);
}
