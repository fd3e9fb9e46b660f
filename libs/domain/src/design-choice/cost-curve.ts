import type { DesignCandidate, LaboratoryTests } from './design-candidates.js';
import type { Prevalence } from './estimate-prevalence.js';

const POINTS = 33;

/**
 * Prevalences even in their logarithm, from a tenth of the interval's lower bound to ten times its upper one, within
 * 0.001 % and 40 %: where a laboratory may come to be.
 */
export function prevalencesAround({ low, high }: Pick<Prevalence, 'low' | 'high'>): number[] {
  const from = Math.min(0.04, Math.max(1e-5, low / 10));
  const to = Math.min(0.4, Math.max(10 * from, 10 * high));
  return Array.from({ length: POINTS }, (_, i) => from * (to / from) ** (i / (POINTS - 1)));
}

/** Tests per person of a design at each of these prevalences. */
export const costCurve = (
  candidate: DesignCandidate,
  tests: LaboratoryTests,
  prevalences: readonly number[],
): number[] => prevalences.map((p) => candidate.cost(p, tests).testsPerPerson);
