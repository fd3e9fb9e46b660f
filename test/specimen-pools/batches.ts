import type { EnterSpecimenBatchRequest } from '#lis/contracts';
import {
  type BatchReadings,
  type Decoded,
  type DecoderSettings,
  designHash,
  momentText,
  nameDesign,
  type PoolDesign,
  prepareDecoder,
  type SeededRandom,
  simulateBatch,
} from '#lis/domain';
import type { Db } from '#lis/persistence';

/** Designs by name with how many specimens, one after another; two are not full. */
const kinds = [
  ['hypercube-3^4', 81, 0.01],
  ['rs-384x48', 384, 0.01],
  ['hyper-96x16-q2', 96, 0.01],
  ['triples-105x45', 105, 0.02],
  ['array-8x12', 90, 0.02],
  ['dorfman-10', 45, 0.01],
  ['rs-384x48', 300, 0.02],
] as const;
const test = { sensitivity: 0.95, specificity: 0.99 };

export type Batch = {
  request: EnterSpecimenBatchRequest;
  design: PoolDesign;
  /** of version 1, and of version 2 when it is corrected */
  readings: EnterSpecimenBatchRequest['readings'][];
};

/** Batches as a laboratory enters them, with the readings of a simulation; every fifth is read again. */
export function drawBatches(count: number, sweepId: number, at: number, random: SeededRandom): Batch[] {
  let tube = 0;
  return Array.from({ length: count }, (_, n) => {
    const [id, specimens, prevalence] = kinds[n % kinds.length] as (typeof kinds)[number];
    const design = nameDesign(id, specimens) as PoolDesign;
    const read = () => {
      const { outcomes } = simulateBatch(design, Array<number>(specimens).fill(prevalence), test, random);
      const pools = outcomes.map((outcome) => {
        const chance = random.next();
        if (chance < 0.01) return { outcome: 'erased' as const };
        return chance < 0.03 ? { outcome, trust: 0.5 } : { outcome };
      });
      return { pools, controlFailed: random.next() < 0.05, measuredAt: momentText(at) };
    };
    const readings = n % 5 === 0 ? [read(), read()] : [read()];
    const request: EnterSpecimenBatchRequest = {
      name: `BATCH-${n}`,
      sweepId,
      design: { id, hash: designHash(design) },
      specimens: Array.from({ length: specimens }, () => codeOf(tube++)),
      // 100,000 members are some 5 ms, the guard is never reached
      settings: {
        tests: test,
        priors: prevalence,
        method: 'auto',
        missesPer100000: 1,
        leastForPositive: 0.99,
        workLimit: 100_000,
        budgetMs: 10_000,
      },
      readings: readings[0] as Batch['readings'][number],
    };
    return { request, design, readings };
  });
}

const codeOf = (n: number) => `SP${String(n).padStart(9, '0')}`;

/** What a decode of nothing but the request comes to. */
export function decodePurely(
  { design, request }: Batch,
  readings: Batch['readings'][number],
): { decoded: Decoded; unsafe: number[] } {
  const { pools, controlFailed } = readings;
  const given: BatchReadings = {
    outcomes: pools.map(({ outcome }) => outcome),
    grey: pools.flatMap(({ trust }, pool) => (trust === undefined ? [] : [{ pool, trust }])),
    controlFailed,
  };
  const decoded = prepareDecoder(design, request.settings as DecoderSettings).decode(given, () => 0);
  return { decoded, unsafe: unsafeIn(design, readings, decoded.calls) };
}

/** Specimens that are called negative with fewer valid negative pools than their weight asks for. */
export function unsafeIn(
  design: PoolDesign,
  { pools }: Batch['readings'][number],
  calls: readonly { call: string }[],
): number[] {
  return calls.flatMap(({ call }, specimen) => {
    const own = design.poolOf.subarray(design.poolStart[specimen], design.poolStart[specimen + 1]);
    const negative = [...own].filter(
      (pool) => pools[pool]?.outcome === 'negative' && pools[pool].trust === undefined,
    );
    const needed = own.length <= 2 ? 1 : own.length <= 4 ? 2 : 3;
    return call === 'negative' && negative.length < needed ? [specimen] : [];
  });
}

/** The tubes of all batches: single ones, received at the laboratory. */
export async function enterSingleTubes(
  owner: Db,
  { sweepId, sealedAt, sessionId }: { sweepId: number; sealedAt: number; sessionId: string },
  codes: readonly string[],
): Promise<void> {
  await owner`
    insert into tube_code select code, gen_random_uuid(), ${sweepId}, '' from unnest(${[...codes]}::text[]) as c (code)`;
  await owner`
    insert into tube (sweep_id, id, code, purpose, site_id, device_id, session_id, sealed_at, registered_at, policy_version,
      capacity, member_count, outcome, flags, state, laboratory_id, received_at)
    select ${sweepId}, tube_id, code, 'screening', -101, -101, ${sessionId}, ${sealedAt}, ${sealedAt}, 1, 1, 1, 'accepted', '{}',
      'received', -101, ${sealedAt} from tube_code where code = any(${[...codes]}::text[])`;
}
