/**
 * How a specimen is thinned in its pool: by aliquots of others in the laboratory, or hardly at all, because the swabs
 * of several people stand in one tube of medium. A property of the kind of pool, never guessed from its size.
 */
export type PoolMixing =
  | { readonly kind: 'aliquots'; readonly count: number }
  | { readonly kind: 'swabs'; readonly mixedMillilitres: number; readonly singleMillilitres: number };

/**
 * Cycles by which one positive's Ct rises in the pool: ln(dilution)/ln(1 + E), with the dilution the number of
 * aliquots, or the medium of the mixed tube over that of a single one.
 * @param efficiency E of the target's standard curve, in (0, 1]; usual are .9 to 1
 * @throws RangeError for what is no count, volume or efficiency
 */
export function dilutionShift(mixing: PoolMixing, efficiency = 1): number {
  if (!(efficiency > 0 && efficiency <= 1)) throw new RangeError(`efficiency ${efficiency}`);
  const times =
    mixing.kind === 'aliquots' ? mixing.count : mixing.mixedMillilitres / mixing.singleMillilitres;
  const isPossible =
    mixing.kind === 'aliquots'
      ? Number.isInteger(mixing.count) && mixing.count >= 1
      : mixing.mixedMillilitres > 0 && mixing.singleMillilitres > 0 && Number.isFinite(times);
  if (!isPossible) throw new RangeError(`dilution ${times}`);
  return Math.log(times) / Math.log1p(efficiency);
}
