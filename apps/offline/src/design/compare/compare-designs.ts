import {
  builtInDesign,
  type BuiltInDesignId,
  type DesignCandidate,
  designCandidates,
  designFacts,
  type DesignCost,
  isBuiltInDesign,
  type LaboratoryTests,
  missedPer100000,
} from '#lis/domain';

export type ComparedDesign = {
  readonly id: string;
  readonly family: DesignCandidate['family'];
  readonly prevalence: number;
  readonly cost: DesignCost;
  readonly missedPer100000: number;
  readonly stages: number;
  readonly specimens: number;
  /** pools of the first round for a full batch; null for one specimen after another */
  readonly pools: number;
  /** any so many positives are told apart by tests that never err; null where rounds do it */
  readonly toldApart: number | null;
};

/**
 * Every design with pools up to `largestPool`, at each prevalence, the cheapest first; of Dorfman pools and of three stages the
 * size that is cheapest there.
 */
export function compareDesigns(
  prevalences: readonly number[],
  tests: LaboratoryTests,
  largestPool: number,
): ComparedDesign[] {
  const candidates = designCandidates(largestPool);
  return prevalences.flatMap((p) => {
    const costs = candidates.map((candidate) => compared(candidate, p, tests));
    const sorted = costs.sort((one, other) => one.cost.testsPerPerson - other.cost.testsPerPerson);
    const best = (family: ComparedDesign['family']) => sorted.find((one) => one.family === family);
    const staged: ComparedDesign['family'][] = ['dorfman', 'hierarchical'];
    return sorted.filter((one) => !staged.includes(one.family) || one === best(one.family));
  });
}

function compared(candidate: DesignCandidate, p: number, tests: LaboratoryTests): ComparedDesign {
  const cost = candidate.cost(p, tests);
  const { id, family, stages, batch } = candidate;
  const facts = isBuiltInDesign(id) ? factsOf(id) : { pools: 1, toldApart: null };
  const missed = family === 'individual' ? 0 : missedPer100000(p, cost);
  return { id, family, prevalence: p, cost, missedPer100000: missed, stages, specimens: batch, ...facts };
}

function factsOf(id: BuiltInDesignId): { pools: number; toldApart: number } {
  const design = builtInDesign(id);
  return {
    pools: design.pools + (design.hasMaster ? 1 : 0),
    toldApart: designFacts(design).guaranteedPositives,
  };
}
