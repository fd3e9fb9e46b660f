import { efficiencyOfSlope } from '#lis/domain';
import { InputRefusal } from '../input/input-refusal.js';
import { numberOf, shareOf } from '../input/numbers.js';

export const CT_OPTIONS = {
  'ct-sigma': { type: 'string' },
  'ct-loads': { type: 'string' },
  'ct-efficiency': { type: 'string' },
  'ct-slope': { type: 'string' },
  'ct-shift': { type: 'string' },
  'ct-apart': { type: 'string' },
} as const;

/** How Ct values are weighed; what is not here is the design's (dilution) or the cut-off's. */
export type CtOptions = {
  readonly sigma: number;
  readonly loads: { readonly mean: number; readonly deviation: number };
  readonly efficiency: number;
  /** one for all pools or one each; undefined: by the number of aliquots */
  readonly shift: readonly number[] | undefined;
  readonly sigmasApart: number | undefined;
};

/** The middle of 0.9 … 1.0, which standard curves give (POOLING 2.3). */
export const USUAL_EFFICIENCY = 0.95;

type Texts = { readonly [Name in keyof typeof CT_OPTIONS]?: string | undefined };

/**
 * The options of the Ct model; undefined when there is none of them: then Ct values give outcomes and grey pools only.
 * @throws InputRefusal
 */
export function readCtOptions(texts: Texts): CtOptions | undefined {
  const names = Object.keys(CT_OPTIONS) as (keyof Texts)[];
  const given = names.find((name) => texts[name] !== undefined);
  if (given === undefined) return undefined;
  const { 'ct-sigma': sigma, 'ct-loads': loads, 'ct-apart': apart } = texts;
  if (sigma === undefined || loads === undefined)
    throw new InputRefusal(
      `--${given} weighs Ct values, which needs --ct-sigma CYCLES (spread of a repeated Ct) and --ct-loads MEAN,DEVIATION (Ct of your positives, each tested by itself).`,
    );
  return {
    sigma: cycles('ct-sigma', sigma, 0.01, 5),
    loads: loadsOf(loads),
    efficiency: efficiencyOf(texts),
    shift: texts['ct-shift']?.split(',').map((part) => cycles('ct-shift', part, 0, 20)),
    sigmasApart: apart === undefined ? undefined : cycles('ct-apart', apart, 1, 20),
  };
}

function cycles(name: keyof Texts, text: string, least: number, most: number): number {
  const value = numberOf(text.trim());
  if (value >= least && value <= most) return value;
  const unit = name === 'ct-apart' ? 'sigmas' : 'cycles';
  const several =
    name === 'ct-shift' ? ', or one for each pool with commas' : ' (a decimal point, no comma: 0.5)';
  throw new InputRefusal(`--${name} ${text}: expected ${unit}, ${least} … ${most}${several}`);
}

function loadsOf(text: string): CtOptions['loads'] {
  const [mean = Number.NaN, deviation = Number.NaN, ...more] = text
    .split(',')
    .map((part) => numberOf(part.trim()));
  if (more.length === 0 && mean >= 5 && mean <= 50 && deviation >= 0.1 && deviation <= 20)
    return { mean, deviation };
  throw new InputRefusal(
    `--ct-loads ${text}: expected mean and standard deviation of Ct with a comma between them (26,4): 5 … 50 and 0.1 … 20`,
  );
}

function efficiencyOf({ 'ct-efficiency': efficiency, 'ct-slope': slope }: Texts): number {
  if (efficiency !== undefined && slope !== undefined)
    throw new InputRefusal('--ct-efficiency and --ct-slope say the same: which one?');
  if (efficiency !== undefined) {
    const value = shareOf(efficiency);
    if (value >= 0.5 && value <= 1) return value;
    throw new InputRefusal(
      `--ct-efficiency ${efficiency}: expected 0.5 … 1 (0.95 or 95%): 1 doubles in each cycle`,
    );
  }
  if (slope === undefined) return USUAL_EFFICIENCY;
  const falls = -Math.abs(numberOf(slope));
  try {
    const value = efficiencyOfSlope(falls);
    if (value >= 0.5) return value;
  } catch {
    // said below
  }
  throw new InputRefusal(
    `--ct-slope ${slope}: expected cycles for a tenfold concentration, 3.32 (E = 1) … 5.68 (E = 0.5), with or without the minus`,
  );
}
