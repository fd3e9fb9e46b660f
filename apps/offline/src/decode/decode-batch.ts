import {
  type CtModel,
  type Decoded,
  type Decoder,
  type DecoderSettings,
  designHash,
  evidenceFloor,
  type GreyPool,
  poolsOf,
  prepareDecoder,
  specimensIn,
} from '#lis/domain';
import type { Desk } from '../desk.js';
import { MASTER, type NamedDesign, poolLabel } from '../designs/named-design.js';
import { InputRefusal } from '../input/input-refusal.js';
import { percent } from '../input/numbers.js';
import { ctWarnings } from './ct-model.js';
import type { DecodeOptions } from './decode-options.js';
import { settingsOf } from './decoder-settings.js';
import { type BatchInput, MISSING } from './pool-reading.js';
import { type RuleFired, ruleFired } from './rule-fired.js';
import { type SpecimenCodes, withCodes } from './read-specimens.js';

type Given = Extract<DecodeOptions, { help: false }>;

export type DecodedBatch = {
  readonly name: string;
  readonly named: NamedDesign;
  readonly designHash: string;
  readonly decoded: Decoded;
  /** by which Ct values were weighed; null: they were not */
  readonly ctModel: CtModel | null;
  /** by specimen */
  readonly rules: readonly RuleFired[];
  /** what of the input counted otherwise than a reader may think */
  readonly notes: readonly string[];
};

/** Decodes one batch. @throws InputRefusal when the input does not fit the design */
export function decodeBatch(
  { batch, readings, controlFailed }: BatchInput,
  whole: NamedDesign,
  codes: SpecimenCodes | null,
  options: Given,
  desk: Desk,
): DecodedBatch {
  const named = withCodes(whole, codes, batch);
  const { design } = named;
  const settings = settingsOf(options, named, batch, desk);
  if (options.master !== undefined && !design.hasMaster) throw noMaster(design.id);
  if (options.master !== undefined && readings.has(MASTER))
    throw new InputRefusal('The master pool stands in the file and in --master: which one?');
  const master = options.master ?? readings.get(MASTER)?.outcome;
  if (master !== undefined && master !== 'erased' && Array.isArray(settings.tests) && !settings.masterTest)
    throw new InputRefusal(
      'Pools have tests of their own: how good is that of the master pool? --master-se, --master-sp',
    );
  const outcomes = Array.from({ length: design.pools }, (_, pool) => readings.get(pool)?.outcome ?? 'erased');
  const grey = [...readings].flatMap(([pool, { trust }]): GreyPool[] =>
    trust < 1 && pool !== MASTER ? [{ pool, trust }] : [],
  );
  const decoder = prepare(named, settings, options.floor);
  const decoded = decoder.decode(
    {
      outcomes,
      grey,
      controlFailed,
      ...(master ? { master } : {}),
      ...(settings.ct ? { cts: outcomes.map((_, pool) => readings.get(pool)?.ct ?? MISSING) } : {}),
    },
    desk.now,
  );
  const masterOnly = master === 'negative' && outcomes.every((outcome) => outcome === 'erased');
  const notes = masterOnly
    ? ['the master pool is negative and no other pool was tested']
    : remarks(named, readings, grey, settings);
  if (design.hasMaster && master === undefined)
    notes.unshift('no outcome of the master pool: decoded without it');
  notes.push(...ctWarnings(decoded, named), ...shortOfEvidence(decoded, settings));
  const rules = decoded.calls.map((call) =>
    ruleFired(call, poolsOf(design, call.specimen).length, settings, masterOnly),
  );
  return {
    name: batch,
    named,
    designHash: designHash(design),
    decoded,
    ctModel: settings.ct ?? null,
    rules,
    notes,
  };
}

function prepare(named: NamedDesign, settings: DecoderSettings, draws: number | undefined): Decoder {
  try {
    if (draws === undefined) return prepareDecoder(named.design, settings);
    const { tests } = settings;
    if (!('sensitivity' in tests))
      throw new InputRefusal('--floor needs one test for all pools (--se, --sp).');
    const evidenceFloorFound = evidenceFloor(named.design, { ...settings, tests }, draws, 'decode');
    return prepareDecoder(named.design, { ...settings, evidenceFloor: evidenceFloorFound });
  } catch (error) {
    if (error instanceof RangeError) throw new InputRefusal(error.message);
    throw error;
  }
}

/** Says so when most have the pools for "negative" but the design cannot show as little as the limit asks. */
function shortOfEvidence({ calls }: Decoded, settings: DecoderSettings): string[] {
  const limit = settings.missesPer100000 ?? 1;
  const held = calls.filter(
    ({ call, validPools, negativePools, posterior }) =>
      call === 'ambiguous' && posterior !== null && validPools > 0 && negativePools === validPools,
  );
  if (held.length * 2 < calls.length) return [];
  const least = Math.min(...held.map(({ posterior }) => posterior ?? 1));
  return [
    `${held.length} specimens are in negative pools only and yet not negative: their posterior is above ${limit} in 100,000 (${(least * 1e5).toPrecision(3)} at least). --misses sets another limit`,
  ];
}

const noMaster = (id: string) => new InputRefusal(`--master: ${id} has no master pool; try ${id}-master`);

function remarks(
  named: NamedDesign,
  readings: BatchInput['readings'],
  grey: readonly GreyPool[],
  { priors, tests }: DecoderSettings,
): string[] {
  const { design } = named;
  const notes: string[] = [];
  const pools = Array.from({ length: design.pools }, (_, pool) => pool);
  const list = (some: readonly number[]) => some.map((pool) => poolLabel(named, pool)).join(', ');
  const missing = pools.filter((pool) => !readings.has(pool) && specimensIn(design, pool).length > 0);
  if (missing.length > 0)
    notes.push(`${missing.length} of ${design.pools} pools have no line and are erased: ${list(missing)}`);
  const byReason = new Map<string, number[]>();
  for (const [pool, { why }] of [...readings].sort(([a], [b]) => a - b))
    if (why !== null) byReason.set(why, [...(byReason.get(why) ?? []), pool]);
  for (const [why, some] of byReason) notes.push(`erased, ${why}: ${list(some)}`);
  if (grey.length > 0)
    notes.push(
      `near the cut-off, no valid negative and no valid positive: ${list(grey.map(({ pool }) => pool))}`,
    );
  const empty = pools.filter((pool) => readings.has(pool) && specimensIn(design, pool).length === 0);
  if (empty.length > 0) notes.push(`outcomes of pools that hold nobody of this batch: ${list(empty)}`);
  if (typeof priors === 'number' && priors > 0.15)
    notes.push(
      `a prevalence of ${percent(priors)}: pools hardly pay above 15 %, and never above 38.2 %. Was ${percent(priors / 100)} meant?`,
    );
  if (!Array.isArray(tests) && 'sensitivity' in tests && tests.sensitivity < 0.7)
    notes.push(`pools that see only ${percent(tests.sensitivity)} of the positives: was --se meant?`);
  return notes;
}
