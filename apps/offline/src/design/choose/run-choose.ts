import { chooseDesign, type DesignWish } from '#lis/domain';
import type { Desk } from '../../desk.js';
import { InputRefusal } from '../../input/input-refusal.js';
import { isPrior, optionNumber } from '../../input/numbers.js';
import { parseOptions } from '../../input/parse-options.js';
import { LABORATORY_OPTIONS, laboratoryTests, largestPool, prevalencesOf } from '../laboratory-tests.js';
import { choiceText } from './choice-text.js';

const OPTIONS = {
  ...LABORATORY_OPTIONS,
  low: { type: 'string' },
  high: { type: 'string' },
  floor: { type: 'string', default: '0.8' },
  misses: { type: 'string', default: '50' },
  deadline: { type: 'string', default: '24' },
  stage: { type: 'string', default: '6' },
  aliquots: { type: 'string', default: '8' },
  hand: { type: 'boolean' },
  'per-day': { type: 'string', default: '5000' },
  retests: { type: 'string', default: '1000' },
} as const;

/** `design choose` */
export function runChoose(args: readonly string[], desk: Desk): void {
  const { values, positionals } = parseOptions(args, OPTIONS);
  if (positionals.length > 0) throw new InputRefusal(`design choose ${positionals.join(' ')}: options only`);
  const tests = laboratoryTests(values, desk);
  const { list, estimate } = prevalencesOf(values);
  const [p = 0, ...more] = list;
  if (more.length > 0) throw new InputRefusal('choose weighs one prevalence; compare takes several');
  const share = (name: 'low' | 'high') =>
    values[name] === undefined
      ? undefined
      : optionNumber(name, values[name], isPrior, 'a share such as 0.9%');
  const [low, high] = [share('low') ?? estimate?.low ?? p, share('high') ?? estimate?.high ?? p];
  if (!(low <= p && p <= high))
    throw new InputRefusal(`--low, --prevalence and --high: ${low} … ${p} … ${high} do not rise`);
  if (low === high)
    desk.warn(
      'The prevalence has no interval (--low, --high, or --positive --pools --size): limits are held at the estimate alone.',
    );
  const limit = (name: 'floor' | 'misses' | 'deadline' | 'stage' | 'aliquots' | 'per-day' | 'retests') =>
    optionNumber(name, values[name], (value) => value >= 0, 'a number, at least 0');
  const wish: DesignWish = {
    prevalence: { estimate: p, low, high },
    tests,
    validatedPoolSize: largestPool(values),
    sensitivityFloor: limit('floor'),
    missedLimit: limit('misses'),
    hoursPerStage: limit('stage'),
    deadlineHours: limit('deadline'),
    aliquotsLimit: limit('aliquots'),
    hasRobot: values.hand !== true,
    specimensPerDay: limit('per-day'),
    retestsPerDay: limit('retests'),
  };
  const choice = chooseDesign(wish);
  desk.print(
    values.format === 'json'
      ? `${JSON.stringify({ wish: { ...wish, tests: tests.assay }, choice }, null, 2)}\n`
      : choiceText(choice, wish),
  );
}
