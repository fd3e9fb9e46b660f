import { SignedId } from '#lis/contracts';
import { z } from 'zod';

/** `?sweepId=&limit=`; no list is longer than 200 lines. */
export const SweepQuery = z.object({
  sweepId: z.coerce.number().pipe(SignedId),
  limit: z.coerce.number().int().min(1).max(200).default(200),
});
export type SweepQuery = z.infer<typeof SweepQuery>;
