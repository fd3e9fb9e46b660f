import { parameter, SignedId } from '#lis/contracts';
import { z } from 'zod';

/** `?sweepId=&limit=`; no list is longer than 200 lines. */
export const SweepQuery = z.strictObject({
  sweepId: parameter(SignedId),
  limit: parameter(z.int().min(1).max(200)).default(200),
});
export type SweepQuery = z.infer<typeof SweepQuery>;
