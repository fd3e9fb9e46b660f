import { z } from 'zod';

/** A moment, RFC 3339 with zone, between 2000 and 2100: what PostgreSQL and every clock can hold. */
export const Moment = z.iso
  .datetime({ offset: true })
  .refine((text) => text >= '2000' && text < '2100', 'between the years 2000 and 2100');

/** Text that every store can hold: no NUL, no lone surrogate (PostgreSQL refuses both). */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'holds a NUL or a lone surrogate');

export const TubeId = z.uuidv7();
export const Id = z.uuid();
/** Signed: the sign is the realm, positive real, negative drill (law 11). */
export const SignedId = z
  .int()
  .refine((id) => id !== 0, 'not 0')
  .min(-2147483648)
  .max(2147483647);
const Whole = z
  .string()
  .regex(/^-?\d{1,10}$/)
  .transform(Number);
/** A whole number as a parameter of a query string; digits alone, once. */
export const parameter = (schema: z.ZodType<number, number>) => Whole.pipe(schema);
/** A count as PostgreSQL's `integer` holds it. */
export const Count = z.int().min(0).max(2147483647);
/** Of a result, a kit, a report: the first is 1. */
export const Version = z.int().min(1).max(2147483647);
/** A code as scanned: kept as it came, judged by the rules, refused only when it cannot be a code at all. */
export const ScannedCode = text(40).min(1);
export const WellName = z.string().regex(/^[A-H]([1-9]|1[0-2])$/);
