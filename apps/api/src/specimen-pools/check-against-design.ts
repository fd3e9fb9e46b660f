import type { BatchReadingsGiven, DecodeSettings, EnterSpecimenBatchRequest } from '#lis/contracts';
import {
  checkBatch,
  type DecoderSettings,
  designHash,
  nameDesign,
  type PoolDesign,
  readingsOfPools,
} from '#lis/domain';
import { Rejection } from '#lis/platform';

/**
 * The design that a batch was pipetted by.
 * @throws Rejection 404 `design-unknown`; 409 `design-too-small`, `design-differs`: the plan is of another matrix
 */
export function designOf({ design: { id, hash }, specimens }: EnterSpecimenBatchRequest): PoolDesign {
  const design = orReject(409, 'design-too-small', () => nameDesign(id, specimens.length));
  if (design === null) throw new Rejection(404, 'design-unknown');
  if (hash !== undefined && hash !== designHash(design)) throw new Rejection(409, 'design-differs');
  return design;
}

/** @throws Rejection 400 `readings-do-not-fit`: not one reading a pool, or settings or readings that no decoder can use */
export function checkReadings(
  design: PoolDesign,
  settings: DecodeSettings,
  { pools, master, controlFailed }: BatchReadingsGiven,
): void {
  orReject(400, 'readings-do-not-fit', () =>
    checkBatch(design, settings as DecoderSettings, readingsOfPools(pools, master ?? null, controlFailed)),
  );
}

/** What a rule finds impossible is the request's fault; its words name no more than the code does. */
function orReject<Made>(status: number, code: string, make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw new Rejection(status, code);
    throw error;
  }
}
