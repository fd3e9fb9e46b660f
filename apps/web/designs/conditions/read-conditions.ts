import type { DesignConditions } from '#lis/contracts';
import {
  type FormValues,
  NUMBER_FIELDS,
  type NumberField,
  plain,
  PREVALENCE_FIELDS,
  type PrevalenceField,
} from './form-values.js';

export type Wrong = 'empty' | 'number' | 'share' | 'rising' | 'range' | 'whole';
export type WrongFields = Partial<Record<NumberField | PrevalenceField | 'kit', Wrong>>;
type Read = { conditions: DesignConditions } | { wrong: WrongFields };

const shares: ReadonlySet<string> = new Set(['sensitivityFloor', ...PREVALENCE_FIELDS]);

/**
 * What is asked of the server, or which fields are wrong and why. `isCounted`: the sweep tells a prevalence, which the
 * server then takes with all its digits.
 */
export function readConditions(values: FormValues, isCounted: boolean): Read {
  const wrong: WrongFields = {};
  const own = values.ownPrevalence;
  const numbers: Partial<Record<NumberField | PrevalenceField, number>> = {};
  const take = (field: NumberField | PrevalenceField, text: string) => {
    const read = readNumber(field, text);
    if (typeof read === 'number') numbers[field] = read;
    else wrong[field] = read;
  };
  for (const field of NUMBER_FIELDS)
    if (field !== 'ctDeviation' || values.sensitivityFrom === 'own') take(field, values[field]);
  if (own !== null || !isCounted) for (const field of PREVALENCE_FIELDS) take(field, own?.[field] ?? '');
  const { prevalence, prevalenceLow = 0, prevalenceHigh = 1 } = numbers;
  if (prevalence !== undefined && !(prevalenceLow <= prevalence && prevalence <= prevalenceHigh))
    wrong.prevalence ??= 'rising';
  const [, kitId = '', version = ''] = /^(.*)@(\d+)$/.exec(values.kit) ?? [];
  if (kitId === '') wrong.kit = 'empty';
  if (Object.keys(wrong).length > 0) return { wrong };
  return {
    conditions: {
      kitId,
      kitVersion: Number(version),
      robot: values.robot,
      ...(values.sweep !== '' && { sweepId: Number(values.sweep) }),
      ...(numbers as Pick<DesignConditions, Exclude<NumberField, 'ctDeviation'>>),
    },
  };
}

/** The same conditions as a question to the server. */
export function questionOf(conditions: DesignConditions): string {
  const parameters = Object.entries(conditions).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, typeof value === 'number' ? plain(value) : value]],
  );
  return `/v1/design-choice?${new URLSearchParams(parameters)}`;
}

/** How many rounds of testing, one after another, the time is enough for; null while it cannot be read. */
export function roundsOf({ hoursPerStage, deadlineHours }: FormValues): number | null {
  const [stage, deadline] = [
    readNumber('hoursPerStage', hoursPerStage),
    readNumber('deadlineHours', deadlineHours),
  ];
  return typeof stage === 'number' && typeof deadline === 'number' && stage > 0
    ? Math.floor(deadline / stage)
    : null;
}

function readNumber(field: NumberField | PrevalenceField, text: string): number | Wrong {
  const typed = text.trim();
  if (typed === '') return 'empty';
  if (!/^\d{1,9}(\.\d{1,10})?$/.test(typed)) return 'number';
  const n = Number(typed);
  if (shares.has(field)) return n <= 100 ? Number((n / 100).toPrecision(12)) : 'share';
  if (field === 'ctDeviation') return n >= 0.1 && n <= 5 ? n : 'range';
  if (field === 'aliquots' && !Number.isInteger(n)) return 'whole';
  return n <= 100_000_000 ? n : 'range';
}
