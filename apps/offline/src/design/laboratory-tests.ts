import {
  dilutionShift,
  estimatePrevalence,
  type LaboratoryTests,
  learnLoadDistribution,
  type Prevalence,
  seenInPool,
} from '#lis/domain';
import type { Desk } from '../desk.js';
import { InputRefusal } from '../input/input-refusal.js';
import { isChance, isCount, isPositive, numberOf, optionNumber, shareOf } from '../input/numbers.js';
import { readLines } from '../input/read-lines.js';
import { readTable } from '../input/read-table.js';

/** Options that `choose` and `compare` share. */
export const LABORATORY_OPTIONS = {
  prevalence: { type: 'string' },
  positive: { type: 'string' },
  pools: { type: 'string' },
  size: { type: 'string' },
  se: { type: 'string' },
  sp: { type: 'string' },
  cts: { type: 'string' },
  cutoff: { type: 'string' },
  deviation: { type: 'string', default: '0.5' },
  efficiency: { type: 'string', default: '0.95' },
  k: { type: 'string', default: '32' },
  format: { type: 'string', default: 'table' },
} as const;
export type LaboratoryValues = { readonly [Name in keyof typeof LABORATORY_OPTIONS]?: string | undefined };

/** The assay, and what dilution hides, learnt from the laboratory's own positives. @throws InputRefusal */
export function laboratoryTests(values: LaboratoryValues, desk: Desk): LaboratoryTests {
  if (values.se === undefined || values.sp === undefined)
    throw new InputRefusal('How good is the assay? --se 0.95 --sp 0.99');
  const chance = (name: 'se' | 'sp') =>
    optionNumber(name, values[name] ?? '', isChance, 'a chance above 0, at most 1');
  const assay = { sensitivity: chance('se'), specificity: chance('sp') };
  if (assay.sensitivity + assay.specificity <= 1)
    throw new InputRefusal(
      `--se ${values.se} --sp ${values.sp}: such a test tells nothing (Se + Sp must be above 1)`,
    );
  if (values.cts === undefined) {
    desk.warn('What dilution hides is not counted: --cts FILE.csv tells it from your own positives.');
    return { assay, seenInPool: () => 1 };
  }
  if (values.cutoff === undefined) throw new InputRefusal('--cts needs --cutoff CT');
  const detection = {
    cutoff: optionNumber('cutoff', values.cutoff, (ct) => ct > 0 && ct <= 60, 'a Ct above 0, at most 60'),
    deviation: optionNumber(
      'deviation',
      values.deviation ?? '',
      (cycles) => cycles >= 0,
      'cycles, at least 0',
    ),
  };
  const efficiency = optionNumber('efficiency', values.efficiency ?? '', isChance, 'above 0, at most 1');
  try {
    const load = learnLoadDistribution(readPositives(values.cts, desk), detection);
    desk.warn(`What dilution hides follows from ${load.positives} positives of ${values.cts}.`);
    const seen = (count: number) =>
      seenInPool(load, dilutionShift({ kind: 'aliquots', count }, efficiency), detection);
    return { assay, seenInPool: seen };
  } catch (error) {
    if (error instanceof RangeError) throw new InputRefusal(`${values.cts}: ${error.message}`);
    throw error;
  }
}

function readPositives(file: string, desk: Desk) {
  const lines = readLines(file, desk.read(file));
  const { columns, rows } = readTable(lines, ['ct', 'shift'], ['ct']);
  return rows.map((row) => {
    const ct = numberOf(row.text('ct'), lines.decimalComma);
    const shift = columns.has('shift') ? numberOf(row.text('shift'), lines.decimalComma) : 0;
    if (!(ct > 0)) throw row.refuse('ct', 'expected the Ct of a positive');
    if (!(shift >= 0)) throw row.refuse('shift', 'expected cycles, at least 0');
    return { ct, shift };
  });
}

/** Prevalences out of `--prevalence`, or the estimate out of counted pools. @throws InputRefusal */
export function prevalencesOf(values: LaboratoryValues): { list: number[]; estimate: Prevalence | null } {
  const counted = [values.positive, values.pools, values.size];
  if (counted.some((text) => text !== undefined)) {
    if (values.prevalence !== undefined || counted.includes(undefined))
      throw new InputRefusal('Either --prevalence, or --positive, --pools and --size together.');
    const count = (name: 'positive' | 'pools' | 'size') =>
      optionNumber(name, values[name] ?? '', isCount, 'a whole number');
    const [positive, pools, size] = [count('positive'), count('pools'), count('size')];
    if (positive > pools || size < 1)
      throw new InputRefusal(`--positive ${positive} of --pools ${pools} of --size ${size}`);
    const test = {
      sensitivity: optionNumber('se', values.se ?? '', isChance, 'a chance above 0, at most 1'),
      specificity: optionNumber('sp', values.sp ?? '', isChance, 'a chance above 0, at most 1'),
    };
    const estimate = estimatePrevalence([{ positive, pools, size, test }]);
    return { list: [estimate.estimate], estimate };
  }
  if (values.prevalence === undefined) throw new InputRefusal('At which prevalence? --prevalence 0.5%');
  const list = values.prevalence.split(',').map((text) => {
    const p = shareOf(text.trim());
    if (!(p > 0 && p < 1))
      throw new InputRefusal(
        `--prevalence ${text}: expected a share such as 0.5% or 0.005, above 0 and below 1`,
      );
    return p;
  });
  return { list, estimate: null };
}

export const largestPool = (values: LaboratoryValues): number =>
  optionNumber(
    'k',
    values.k ?? '',
    (k) => isPositive(k) && Number.isInteger(k),
    'a whole number of specimens',
  );
