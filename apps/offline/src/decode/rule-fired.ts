import { defaultTolerance, type DecoderSettings, type SpecimenCall } from '#lis/domain';

/** The rule that made a call, with its numbers; of an ambiguous call, what no rule could do. */
export type RuleFired = string;

/** Says the rule of a call in words. `weight`: pools of the specimen in the design. */
export function ruleFired(
  { rule, negativePools }: SpecimenCall,
  weight: number,
  { tolerated, missesPer100000 = 1, missesAre, leastForPositive = 0.99 }: DecoderSettings,
  masterOnly: boolean,
): RuleFired {
  const pools = `COMP: ${negativePools} negative pools, ${(tolerated ?? defaultTolerance(weight)) + 1} needed`;
  switch (rule) {
    case 'one-negative-pool':
      return masterOnly ? 'the master pool is negative' : 'COMP: a negative pool, 1 needed';
    case 'negative-pools':
      return pools;
    case 'negative-pools-and-posterior':
      return `${pools}; ${missesAre === 'mean' ? 'mean ' : ''}posterior <= ${missesPer100000}/100000`;
    case 'sole-candidate-and-posterior':
      return `DD: only candidate of a positive pool; posterior >= ${leastForPositive}`;
    case 'none':
      return 'none: test singly';
    default:
      return rule;
  }
}
