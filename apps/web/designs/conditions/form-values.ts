import type { DesignChoiceStart, DesignConditions, PrevalenceAnswer } from '#lis/contracts';

type Prevalence = NonNullable<PrevalenceAnswer['total']['prevalence']>;
/** Numbers as they are typed; shares in per cent. */
export const NUMBER_FIELDS = [
  'specimensPerDay',
  'retestsPerDay',
  'aliquots',
  'hoursPerStage',
  'deadlineHours',
  'sensitivityFloor',
  'missedPer100000',
  'ctDeviation',
] as const;
export type NumberField = (typeof NUMBER_FIELDS)[number];
export const PREVALENCE_FIELDS = ['prevalence', 'prevalenceLow', 'prevalenceHigh'] as const;
export type PrevalenceField = (typeof PREVALENCE_FIELDS)[number];

export type FormValues = Record<NumberField, string> & {
  /** `id@version`; empty: none */
  kit: string;
  /** a sweep's id; empty: none */
  sweep: string;
  sensitivityFrom: 'kit' | 'own';
  robot: 'yes' | 'no';
  /** null: as counted in the sweep */
  ownPrevalence: Record<PrevalenceField, string> | null;
};

const usual = {
  specimensPerDay: 5000,
  retestsPerDay: 1000,
  aliquots: 8,
  hoursPerStage: 6,
  deadlineHours: 24,
  sensitivityFloor: 0.8,
  missedPer100000: 50,
} as const;

/** A share in per cent as it is typed, with as many digits as tell something. */
export const percentText = (share: number): string => plain(share * 100, 3);

/** What the last decision was made under, and the latest sweep; what is usual where there is no decision. */
export function firstValues({ kits, sweeps, decision }: DesignChoiceStart): FormValues {
  const last: Partial<DesignConditions> = decision?.conditions ?? {};
  const known = kits.find(({ id, version }) => id === last.kitId && version === last.kitVersion);
  const kit = known ?? kits.find(({ stated }) => stated !== null) ?? kits[0];
  const of = (field: keyof typeof usual) => last[field] ?? usual[field];
  return {
    kit: kit ? `${kit.id}@${kit.version}` : '',
    sweep: String(sweeps[0]?.id ?? ''),
    sensitivityFrom: last.ctDeviation === undefined ? 'kit' : 'own',
    ctDeviation: String(last.ctDeviation ?? 0.5),
    robot: last.robot ?? 'no',
    specimensPerDay: String(of('specimensPerDay')),
    retestsPerDay: String(of('retestsPerDay')),
    aliquots: String(of('aliquots')),
    hoursPerStage: String(of('hoursPerStage')),
    deadlineHours: String(of('deadlineHours')),
    sensitivityFloor: percentText(of('sensitivityFloor')),
    missedPer100000: String(of('missedPer100000')),
    ownPrevalence: null,
  };
}

/** The counted prevalence as fields; empty where nothing is told. */
export function prevalenceTexts(counted: Prevalence | null | undefined): Record<PrevalenceField, string> {
  if (!counted) return { prevalence: '', prevalenceLow: '', prevalenceHigh: '' };
  return {
    prevalence: percentText(counted.estimate),
    prevalenceLow: percentText(counted.low),
    prevalenceHigh: percentText(counted.high),
  };
}

/** A number without an exponent, to so many digits that tell something. */
export function plain(n: number, digits = 12): string {
  const rounded = Number(n.toPrecision(digits));
  return rounded.toFixed(12).replace(/\.?0+$/, '');
}
