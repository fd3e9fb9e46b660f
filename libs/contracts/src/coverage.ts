import { z } from 'zod';
import { Moment, SignedId } from './scalars.js';

export const SweepLine = z.object({
  id: SignedId,
  name: z.string(),
  realm: z.enum(['real', 'drill']),
  timeZone: z.string(),
  startsAt: Moment,
  deadline: Moment,
});
export const Sweeps = z.object({ sweeps: z.array(SweepLine) });

/** Coverage is by residence (R5). `covered` may exceed `target`: shown and flagged, never clipped. */
export const CoverageLine = z.object({
  code: z.string(),
  name: z.string(),
  level: z.string(),
  target: z.int(),
  covered: z.int(),
  hasChildren: z.boolean(),
});
export const Coverage = z.object({
  asOf: Moment,
  parent: CoverageLine.nullable(),
  lines: z.array(CoverageLine),
  /** people whose residence is unknown: a bucket of its own */
  unknownResidence: z.int(),
});
export const Funnel = z.object({
  asOf: Moment,
  target: z.int(),
  registered: z.object({ tubes: z.int(), people: z.int() }),
  received: z.object({ tubes: z.int(), people: z.int() }),
  resulted: z.object({ tubes: z.int(), people: z.int() }),
  reported: z.object({ tubes: z.int(), people: z.int() }),
  /** null: fewer than five, and the asker is not of the health role */
  held: z.object({ tubes: z.int().nullable(), people: z.int().nullable() }),
});
export const ForecastAnswer = z.object({
  asOf: Moment,
  deadline: Moment,
  kind: z.enum(['forecast', 'finished', 'cannot-say']),
  finishAt: Moment.nullable(),
  earliest: Moment.nullable(),
  latest: Moment.nullable(),
  reason: z.string().nullable(),
});
export type CoverageLine = z.infer<typeof CoverageLine>;
