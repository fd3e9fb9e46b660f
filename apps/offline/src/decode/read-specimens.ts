import { firstSpecimens } from '#lis/domain';
import type { NamedDesign } from '../designs/named-design.js';
import { InputRefusal } from '../input/input-refusal.js';
import { isChance, isPrior, shareOf } from '../input/numbers.js';
import { didYouMean } from '../input/nearest-name.js';
import { fileName, type Lines } from '../input/read-lines.js';
import { readTable } from '../input/read-table.js';

/** Codes of specimens by batch, in the design's order; the batch '' is every batch that is not named. */
export type SpecimenCodes = ReadonlyMap<string, readonly string[]>;

/**
 * Codes in the order in which the specimens stand on their plate, one a line (column code, and batch for several).
 * @throws InputRefusal for a code twice, more codes than places
 */
export function readSpecimens(lines: Lines, named: NamedDesign): SpecimenCodes {
  const { rows } = readTable(lines, ['code', 'batch'], ['code']);
  const batches = new Map<string, string[]>();
  for (const row of rows) {
    const codes = batches.get(row.text('batch')) ?? [];
    batches.set(row.text('batch'), codes);
    const code = row.text('code');
    if (code === '') throw row.refuse('code', 'a specimen without a code');
    if (codes.includes(code)) throw row.refuse('code', 'this code stands there already');
    if (codes.length === named.design.specimens)
      throw row.refuse(
        'code',
        `${named.design.id} has ${named.design.specimens} specimens, this is one more`,
      );
    codes.push(code);
  }
  return batches;
}

/** The design with the batch's own specimens: fewer codes than places make a batch that is not full. */
export function withCodes(named: NamedDesign, codes: SpecimenCodes | null, batch: string): NamedDesign {
  const own = codes?.get(batch) ?? codes?.get('');
  if (codes !== null && own === undefined)
    throw new InputRefusal(`--specimens: there are no codes for batch ${batch}`);
  if (own === undefined) return named;
  return { ...named, design: firstSpecimens(named.design, own.length), specimenNames: own };
}

export const specimenLabel = ({ specimenNames }: NamedDesign, specimen: number): string =>
  specimenNames?.[specimen] ?? String(specimen + 1);

/**
 * Chances of single specimens before the pools, for one batch: columns specimen, prior, and batch for several. Others have the prevalence.
 * @throws InputRefusal
 */
export function priorsOf(
  lines: Lines,
  named: NamedDesign,
  batch: string,
  prevalence: number | undefined,
): Float64Array {
  const { design } = named;
  const { rows } = readTable(lines, ['specimen', 'prior', 'batch'], ['specimen', 'prior']);
  const labels = Array.from({ length: design.specimens }, (_, i) => specimenLabel(named, i));
  const places = new Map(labels.map((label, i) => [label, i]));
  const priors = new Float64Array(design.specimens).fill(prevalence ?? Number.NaN);
  const seen = new Set<number>();
  for (const row of rows) {
    if (row.text('batch') !== '' && row.text('batch') !== batch) continue;
    const specimen = places.get(row.text('specimen'));
    if (specimen === undefined)
      throw row.refuse(
        'specimen',
        `expected a specimen of this batch: ${labels[0]} … ${labels.at(-1)}${didYouMean(row.text('specimen'), labels)}`,
      );
    const prior = shareOf(row.text('prior'), lines.decimalComma);
    if (!isPrior(prior)) throw row.refuse('prior', 'expected a chance such as 0.02 or 2%, below 1');
    if (seen.has(specimen)) throw row.refuse('specimen', 'this specimen stands there already');
    seen.add(specimen);
    priors[specimen] = prior;
  }
  const missing = priors.findIndex(Number.isNaN);
  if (missing >= 0)
    throw new InputRefusal(
      `${fileName(lines.file)}: no prior for specimen ${labels[missing]}; --prevalence gives it to those that are not listed`,
    );
  return priors;
}

/** Sensitivity and specificity of single pools: columns pool, se, sp. */
export function readTests(lines: Lines, find: (name: string) => { pool: number } | { expected: string }) {
  const { rows } = readTable(lines, ['pool', 'se', 'sp'], ['pool', 'se', 'sp']);
  const tests = new Map<number, { sensitivity: number; specificity: number }>();
  for (const row of rows) {
    const found = find(row.text('pool'));
    if ('expected' in found) throw row.refuse('pool', found.expected);
    if (tests.has(found.pool)) throw row.refuse('pool', 'this pool stands there already');
    const chance = (column: 'se' | 'sp') => {
      const value = shareOf(row.text(column), lines.decimalComma);
      if (!isChance(value)) throw row.refuse(column, 'expected a chance above 0, at most 1');
      return value;
    };
    tests.set(found.pool, { sensitivity: chance('se'), specificity: chance('sp') });
  }
  return tests;
}
