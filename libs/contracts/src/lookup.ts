import { z } from 'zod';
import { Identity } from './registration.js';
import { Moment } from './scalars.js';

export const LookUpRequest = z.strictObject({ identity: Identity });
/** There is no default: `negative` is said only of a released negative result with no open hold (law 5). */
export const LookUpAnswer = z.object({
  status: z.enum(['not-sampled', 'in-progress', 'under-review', 'recollect', 'negative', 'positive']),
  sampledAt: Moment.nullable(),
  resultedAt: Moment.nullable(),
});
export type LookUpAnswer = z.infer<typeof LookUpAnswer>;
