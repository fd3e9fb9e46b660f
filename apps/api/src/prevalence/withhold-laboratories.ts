import type { LaboratoriesAnswer } from '#lis/contracts';
import { withoutSmallCount } from '#lis/domain';

type Line = LaboratoriesAnswer['laboratories'][number];

/**
 * Lines of laboratories as they may be seen outside the health role. A small count of positive pools is withheld; the
 * sum of all laboratories is told elsewhere, so that the next smallest are withheld with it until there are two at least,
 * of which the sum is not small either (complementary suppression). What is not withheld says whether it is out of line,
 * by no number that counts others too; tubes between positive and negative are not told at all.
 */
export function withoutTellingLaboratories<Some extends Line>(lines: readonly Some[]): Some[] {
  const ranked = [...lines].sort((one, other) => (one.positive ?? 0) - (other.positive ?? 0));
  const withheld = new Set<Some>();
  let sum = 0;
  for (const line of ranked) {
    const isSmall = withoutSmallCount('auditor', line.positive ?? 0) === null;
    const doesTell = withheld.size === 1 || (withheld.size > 0 && withoutSmallCount('auditor', sum) === null);
    if (!isSmall && !doesTell) break;
    withheld.add(line);
    sum += line.positive ?? 0;
  }
  return lines.map((line) => {
    const shown = { ...line, inconclusive: null };
    if (!withheld.has(line))
      return { ...shown, sameSites: flagOf(line.sameSites), inSweep: flagOf(line.inSweep) };
    const nothing = { positive: null, prevalence: null, tooFew: null, sameSites: null, inSweep: null };
    return { ...shown, ...nothing, withheld: true };
  });
}

const flagOf = (comparison: Line['sameSites']): Line['sameSites'] =>
  comparison && { seen: null, expected: null, chance: null, outOfLine: comparison.outOfLine };
