import type { PoolAdviceLimits, PoolTestSource } from '#lis/contracts';
import { dilutionShift, type KitDefinition, learnOwnLoad, type PoolTest, seenInPool } from '#lis/domain';
import type { Executor } from '#lis/persistence';
import { learnOwnSpecificity } from './own-specificity.js';
import { kitsOfSweep, type KnownKit, singlesOf } from './pool-test.queries.js';

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
 * volumes of medium are set and enough people were found positive singly, by their Ct; its specificity, where enough
 * pools were retested, by them. Nothing is assumed: a kit that states nothing gives the prevalence that a test without
 * errors would, and `source` says so.
 */
export async function testOfSweep(
  db: Executor,
  sweepId: number,
  dilution: PoolAdviceLimits['dilution'],
): Promise<KnownTest> {
  const [kit, ...others] = await kitsOfSweep(db, sweepId);
  const stated = kit?.definition.stated ?? null;
  const known = {
    kit: kit ? { id: kit.id, version: kit.version } : null,
    otherKits: others.length,
  };
  if (!kit || !stated)
    return {
      source: { ...known, source: 'none', ...withoutErrors, positives: 0 },
      testOf: () => withoutErrors,
      single: withoutErrors,
      stated: null,
    };
  const own = dilution ? await ownSensitivity(db, sweepId, kit, stated.sensitivity, dilution) : null;
  const sensitivity = own?.sensitivity ?? stated.sensitivity;
  const learnt = await learnOwnSpecificity(db, sweepId, kit, stated.sensitivity, (swabs) =>
    swabs === 1 ? stated.sensitivity : sensitivity,
  );
  const specificity = learnt?.estimate ?? stated.specificity;
  const single = { sensitivity: stated.sensitivity, specificity };
  const isTelling = sensitivity + specificity - 1 >= LEAST_YOUDEN;
  const pool = { sensitivity: isTelling ? sensitivity : 1, specificity };
  return {
    source: {
      ...known,
      source: !isTelling ? 'none' : own ? 'own-retests' : 'kit',
      ...pool,
      ...(learnt && { specificityRange: { low: learnt.low, high: learnt.high } }),
      positives: own?.positives ?? 0,
    },
    testOf: (swabs) => (swabs === 1 ? single : pool),
    single,
    stated: isTelling ? stated : null,
  };
}

/** What pools of that dilution see, by the Ct of the own single tests; null where they are too few. */
async function ownSensitivity(
  db: Executor,
  sweepId: number,
  kit: KnownKit,
  stated: number,
  { mixedMillilitres, singleMillilitres, ctDeviation }: NonNullable<PoolAdviceLimits['dilution']>,
): Promise<{ sensitivity: number; positives: number } | null> {
  // a tube with less medium than a single one thins nothing
  const shift = Math.max(0, dilutionShift({ kind: 'swabs', mixedMillilitres, singleMillilitres }));
  const own = learnOwnLoad(kit.definition, await singlesOf(db, sweepId, kit), shift, ctDeviation);
  if (!own) return null;
  const seen = seenInPool(own.load, shift, own.detection);
  return { sensitivity: stated * seen, positives: own.load.positives };
}
