import type { WellCall } from '#lis/domain';

/** A version of a tube's result, with what the things that follow from it need. */
export type Result = {
  sweepId: number;
  tubeId: string;
  version: number;
  outcome: WellCall;
  purpose: string;
  siteId: number;
  members: number;
};

/** Who made or released it: a rule or a person, as audit and record name them. */
export type By = { actor: string; origin: string };

export const isAbnormal = ({ outcome }: Pick<Result, 'outcome'>) => outcome !== 'negative';
/** A single tube that was sampled because an earlier tube was abnormal; of several people it is a pool again. */
export const isRetest = ({ purpose, members }: Pick<Result, 'purpose' | 'members'>) =>
  purpose === 'recollection' && members === 1;
