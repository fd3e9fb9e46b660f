import type { Accounts } from '#lis/contracts';
import type { z } from 'zod';

export type Account = z.infer<typeof Accounts>['accounts'][number];

/** The code of the place that an account is bound to; null: the whole realm. */
export const placeOf = ({ siteCode, laboratoryCode, jurisdictionCode }: Account): string | null =>
  siteCode ?? laboratoryCode ?? jurisdictionCode;
