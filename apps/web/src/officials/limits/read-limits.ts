import type { PoolAdvice } from '../../server/answers.js';

type Limits = PoolAdvice['limits'];
export const DILUTION_FIELDS = ['mixedMillilitres', 'singleMillilitres', 'ctDeviation'] as const;
export const LIMIT_FIELDS = ['missedPer100000', 'recallsPerDay', ...DILUTION_FIELDS] as const;
export type LimitField = (typeof LIMIT_FIELDS)[number];
export type LimitTexts = Record<LimitField, string>;
export type WrongLimit = 'number' | 'whole' | 'range' | 'together';

/** Least and most that the server takes. */
const ranges: Record<LimitField, readonly [number, number]> = {
  missedPer100000: [0, 100_000],
  recallsPerDay: [0, 1_000_000_000],
  mixedMillilitres: [0.1, 1000],
  singleMillilitres: [0.1, 1000],
  ctDeviation: [0.1, 5],
};

/** Limits as they are typed; what is not set is empty. */
export function limitTexts({ missedPer100000, recallsPerDay, dilution }: Limits): LimitTexts {
  const text = (n: number | null | undefined) => String(n ?? '');
  return {
    missedPer100000: text(missedPer100000),
    recallsPerDay: text(recallsPerDay),
    mixedMillilitres: text(dilution?.mixedMillilitres),
    singleMillilitres: text(dilution?.singleMillilitres),
    ctDeviation: text(dilution?.ctDeviation),
  };
}

/** What is sent, or which fields are wrong and why. What is empty is no limit; volumes and Ct go together. */
export function readLimits(
  texts: LimitTexts,
): { limits: Limits } | { wrong: Partial<Record<LimitField, WrongLimit>> } {
  const wrong: Partial<Record<LimitField, WrongLimit>> = {};
  const read = (field: LimitField): number | null => {
    const typed = texts[field].trim();
    if (typed === '') return null;
    const n = /^\d{1,9}(\.\d{1,6})?$/.test(typed) ? Number(typed) : NaN;
    const [least, most] = ranges[field];
    if (Number.isNaN(n)) wrong[field] = 'number';
    else if (n < least || n > most) wrong[field] = 'range';
    else if (field === 'recallsPerDay' && !Number.isInteger(n)) wrong[field] = 'whole';
    return n;
  };
  const [missedPer100000, recallsPerDay] = [read('missedPer100000'), read('recallsPerDay')];
  const [mixedMillilitres, singleMillilitres, ctDeviation] = [
    read('mixedMillilitres'),
    read('singleMillilitres'),
    read('ctDeviation'),
  ];
  const isWhole = mixedMillilitres !== null && singleMillilitres !== null && ctDeviation !== null;
  if (!isWhole)
    for (const field of DILUTION_FIELDS)
      if (texts[field].trim() === '' && DILUTION_FIELDS.some((one) => texts[one].trim() !== ''))
        wrong[field] = 'together';
  if (Object.keys(wrong).length > 0) return { wrong };
  const dilution = isWhole ? { mixedMillilitres, singleMillilitres, ctDeviation } : null;
  return { limits: { missedPer100000, recallsPerDay, dilution } };
}
