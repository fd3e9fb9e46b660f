import { z } from 'zod';

/** RFC 9457. The server sends codes and parameters, never prose of its own: the pages hold the two texts. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type Problem = z.infer<typeof Problem>;
