import { type DecoderSettings, type PoolTest } from '#lis/domain';
import type { Desk } from '../desk.js';
import { MASTER, type NamedDesign, poolLabel } from '../designs/named-design.js';
import { InputRefusal } from '../input/input-refusal.js';
import { readLines } from '../input/read-lines.js';
import { ctModelOf } from './ct-model.js';
import type { DecodeOptions } from './decode-options.js';
import { poolFinder } from './find-pool.js';
import { priorsOf, readTests } from './read-specimens.js';

type Given = Extract<DecodeOptions, { help: false }>;

/**
 * What the decoder is told about tests and prevalence. Neither has a value of its own here: both are the laboratory's data.
 * @throws InputRefusal
 */
export function settingsOf(options: Given, named: NamedDesign, batch: string, desk: Desk): DecoderSettings {
  const { master, tests } = testsOf(options, named, desk);
  const { ct, cutoff, grey } = options;
  return {
    tests,
    priors: chancesOf(options, named, batch, desk),
    method: options.method,
    ...(master ? { masterTest: master } : {}),
    ...(ct === undefined || cutoff === undefined ? {} : { ct: ctModelOf(ct, { cutoff, grey }, named) }),
    ...(options.tolerate === undefined ? {} : { tolerated: options.tolerate }),
    ...(options.misses === undefined ? {} : { missesPer100000: options.misses }),
    ...(options.missesAre === undefined ? {} : { missesAre: options.missesAre }),
    ...(options.capacity === undefined ? {} : { capacity: options.capacity }),
  };
}

function chancesOf(options: Given, named: NamedDesign, batch: string, desk: Desk): number | Float64Array {
  if (options.priors !== undefined)
    return priorsOf(readLines(options.priors, desk.read(options.priors)), named, batch, options.prevalence);
  if (options.prevalence !== undefined) return options.prevalence;
  if (options.method === 'combinatorial') return 0;
  throw new InputRefusal(
    'How many are positive? --prevalence 0.5% (or --priors file.csv); --method combinatorial does without.',
  );
}

function testsOf(options: Given, named: NamedDesign, desk: Desk) {
  const { design } = named;
  const { masterSe, masterSp } = options;
  if ((masterSe === undefined) !== (masterSp === undefined))
    throw new InputRefusal('--master-se and --master-sp go together.');
  const given = masterSe !== undefined && masterSp !== undefined ? test(masterSe, masterSp) : undefined;
  if (options.tests !== undefined) {
    const listed = readTests(readLines(options.tests, desk.read(options.tests)), poolFinder(named));
    const tests = Array.from({ length: design.pools }, (_, pool): PoolTest => {
      const own = listed.get(pool) ?? (options.se && options.sp ? single(options, pool) : undefined);
      if (own) return own;
      throw new InputRefusal(
        `--tests: pool ${poolLabel(named, pool)} is missing; --se and --sp give it to those that are not listed`,
      );
    });
    return { tests, master: given ?? listed.get(MASTER) };
  }
  if (options.se === undefined || options.sp === undefined) {
    if (options.method === 'combinatorial') return { tests: test(1, 1), master: given };
    throw new InputRefusal(
      'How good is the test of a pool? --se 0.95 --sp 0.99 (or --tests file.csv); --method combinatorial does without.',
    );
  }
  for (const [name, list] of [
    ['se', options.se],
    ['sp', options.sp],
  ] as const)
    if (list.length !== 1 && list.length !== design.pools)
      throw new InputRefusal(
        `--${name}: ${list.length} values; expected 1, or ${design.pools} for ${design.id}`,
      );
  if (options.se.length === 1 && options.sp.length === 1) return { tests: single(options, 0), master: given };
  return {
    tests: Array.from({ length: design.pools }, (_, pool) => single(options, pool)),
    master: given,
  };
}

const test = (sensitivity: number, specificity: number): PoolTest => {
  if (sensitivity + specificity <= 1)
    throw new InputRefusal(
      `Se ${sensitivity} and Sp ${specificity}: such a test tells nothing (Se + Sp must be above 1)`,
    );
  return { sensitivity, specificity };
};

function single({ se = [], sp = [] }: Given, pool: number): PoolTest {
  return test(se[pool] ?? se[0] ?? Number.NaN, sp[pool] ?? sp[0] ?? Number.NaN);
}
