import { InputRefusal } from '../input/input-refusal.js';
import { isChance, isCount, isPositive, isPrior, numberOf, optionNumber } from '../input/numbers.js';
import { parseOptions } from '../input/parse-options.js';
import { CT_OPTIONS, readCtOptions } from './ct-options.js';

const METHODS = ['auto', 'exact', 'search', 'combinatorial'] as const;
const FORMATS = ['table', 'csv', 'json'] as const;
const PLATES = ['96', '384'] as const;
const MASTERS = ['negative', 'positive', 'erased'] as const;

const OPTIONS = {
  design: { type: 'string' },
  prevalence: { type: 'string' },
  priors: { type: 'string' },
  se: { type: 'string' },
  sp: { type: 'string' },
  tests: { type: 'string' },
  'master-se': { type: 'string' },
  'master-sp': { type: 'string' },
  cutoff: { type: 'string' },
  grey: { type: 'string' },
  undetected: { type: 'string' },
  ...CT_OPTIONS,
  target: { type: 'string' },
  'internal-control': { type: 'string' },
  plate: { type: 'string' },
  pools: { type: 'string' },
  specimens: { type: 'string' },
  master: { type: 'string' },
  tolerate: { type: 'string' },
  misses: { type: 'string' },
  'misses-mean': { type: 'boolean' },
  capacity: { type: 'string' },
  method: { type: 'string' },
  floor: { type: 'string' },
  format: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export type DecodeOptions = ReturnType<typeof readDecodeOptions>;

/** The options of `decode`, each checked by itself. @throws InputRefusal */
export function readDecodeOptions(args: readonly string[]) {
  const { values, positionals } = parseOptions(args, OPTIONS);
  if (values.help === true) return { help: true } as const;
  if (values.design === undefined)
    throw new InputRefusal('Which design? --design ID (npm run design -- list).');
  if (positionals.length !== 1)
    throw new InputRefusal(
      positionals.length === 0
        ? 'Which file? The outcomes of the pools, or an export; - reads standard input.'
        : `One file at a time: ${positionals.join(' ')}`,
    );
  const number = (name: keyof typeof OPTIONS, isGood: (value: number) => boolean, expected: string) => {
    const text = values[name];
    return typeof text === 'string' ? optionNumber(name, text, isGood, expected) : undefined;
  };
  const method = oneOf('method', values.method ?? 'auto', METHODS);
  const master = values.master === undefined ? undefined : oneOf('master', values.master, MASTERS);
  const cutoff = number('cutoff', (ct) => ct > 0 && ct <= 60, 'a Ct above 0, at most 60');
  const ct = readCtOptions(values);
  if (ct !== undefined && cutoff === undefined)
    throw new InputRefusal('Ct values are weighed beside a cut-off: --cutoff CT');
  if (ct !== undefined && method === 'combinatorial')
    throw new InputRefusal('--method combinatorial has no chances that Ct values could weigh: which one?');
  return {
    help: false,
    file: positionals[0] ?? '-',
    design: values.design,
    prevalence: number('prevalence', isPrior, 'a share such as 0.5% or 0.005, below 1'),
    priors: values.priors,
    se: chances('se', values.se),
    sp: chances('sp', values.sp),
    tests: values.tests,
    masterSe: number('master-se', isChance, 'a chance above 0, at most 1'),
    masterSp: number('master-sp', isChance, 'a chance above 0, at most 1'),
    cutoff,
    grey: number('grey', (cycles) => cycles >= 0 && cycles <= 20, 'cycles, 0 … 20') ?? 3,
    undetected: values.undetected?.split(',').map((word) => word.trim()) ?? [],
    /** undefined: Ct values give outcomes and grey pools, and are not weighed */
    ct,
    target: values.target,
    internalControl: values['internal-control'],
    /** wells of the export's plate; undefined: as the file shows */
    plate: values.plate === undefined ? undefined : oneOf('plate', values.plate, PLATES),
    pools: values.pools,
    specimens: values.specimens,
    master,
    tolerate: number('tolerate', (e) => isCount(e) && e <= 200, 'a whole number of negative pools, 0 … 200'),
    misses: number('misses', (count) => count >= 0, 'expected misses among 100,000 negatives, at least 0'),
    missesAre: values['misses-mean'] === true ? ('mean' as const) : undefined,
    capacity: number('capacity', isPositive, 'a number of positives above 0'),
    method,
    floor: number('floor', (draws) => isCount(draws) && draws >= 1000, 'at least 1000 simulated batches'),
    format: oneOf('format', values.format ?? 'table', FORMATS),
  } as const;
}

function oneOf<const Word extends string>(option: string, text: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text);
  if (found === undefined) throw new InputRefusal(`--${option} ${text}: expected ${words.join(', ')}`);
  return found;
}

/** One chance for all pools, or one each with commas. */
function chances(option: string, text: string | undefined): number[] | undefined {
  return text?.split(',').map((part) => {
    const value = numberOf(part.trim());
    if (!isChance(value))
      throw new InputRefusal(
        `--${option} ${text}: expected a chance above 0, at most 1 (0.95), or one for each pool with commas`,
      );
    return value;
  });
}
