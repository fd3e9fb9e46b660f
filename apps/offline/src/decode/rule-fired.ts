import { defaultTolerance, type DecoderSettings, type SpecimenCall } from '#lis/domain';

/** The rule that made a call, with its numbers; of an ambiguous call, what no rule could do. */
export type RuleFired = string;

/** Names the rule of `callSpecimens` that made this call. `weight`: pools of the specimen in the design. */
export function ruleFired(
  { call, posterior, negativePools }: SpecimenCall,
  weight: number,
  settings: DecoderSettings,
  masterOnly: boolean,
): RuleFired {
  const tolerated = settings.tolerated ?? defaultTolerance(weight);
  const most = settings.missesPer100000 ?? 1;
  if (call === 'negative') {
    if (masterOnly) return 'the master pool is negative';
    const pools = `${negativePools} negative pools, ${tolerated + 1} needed`;
    return weight === 1 || posterior === null
      ? `COMP: ${pools}`
      : `COMP: ${pools}; posterior <= ${most}/100000`;
  }
  if (call === 'presumptive-positive')
    return `DD: only candidate of a positive pool; posterior >= ${settings.leastForPositive ?? 0.99}`;
  return 'none: test singly';
}
