import { Body, type PipeTransform, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Rejection } from './rejection.js';

/** The body, read by a contract; a field that does not fit is named, its value is not repeated. */
export const BodyOf = (schema: z.ZodType) => Body(schemaPipe(schema));
/** The query string, read by a contract. */
export const QueryOf = (schema: z.ZodType) => Query(schemaPipe(schema));

function schemaPipe(schema: z.ZodType): PipeTransform {
  return {
    transform(value: unknown) {
      const parsed = schema.safeParse(value);
      if (parsed.success) return parsed.data;
      const fields = parsed.error.issues.slice(0, 20).map(({ path, message, code }) => ({
        field: path.join('.') || '(body)',
        code,
        // a key that nobody asked for was typed by somebody too
        message: code === 'unrecognized_keys' ? 'Unrecognized key' : message,
      }));
      throw new Rejection(400, 'malformed', { fields });
    },
  };
}
