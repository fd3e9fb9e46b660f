import { Body, type PipeTransform, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Rejection } from './rejection.js';

/** The body, read by a contract; a field that does not fit is named, its value is not repeated. */
export const BodyOf = (schema: z.ZodType) => Body(new SchemaPipe(schema));
/** The query string, read by a contract. */
export const QueryOf = (schema: z.ZodType) => Query(new SchemaPipe(schema));

/** Reads by a contract, which whoever lists the routes can ask for. */
export class SchemaPipe implements PipeTransform {
  constructor(readonly schema: z.ZodType) {}

  transform(value: unknown): unknown {
    return readContract(this.schema, value);
  }
}

/**
 * What a contract makes of a body or a query string.
 * @throws Rejection 400 `malformed` with the fields that do not fit and the names that nobody asked for
 */
export function readContract<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues
    .flatMap((issue) => {
      const at = issue.path.map(String);
      if (issue.code !== 'unrecognized_keys')
        return [{ field: at.map(plainName).join('.') || '(body)', code: issue.code, message: issue.message }];
      return issue.keys.map((key) => unknownField([...at, key]));
    })
    .slice(0, 20);
  throw new Rejection(400, 'malformed', { fields });
}

/** How a property or a parameter that nobody asked for is told; `path` ends with its name. */
export function unknownField(path: readonly string[]) {
  return { field: path.map(plainName).join('.'), code: 'unrecognized_keys', message: 'Unrecognized key' };
}

/**
 * A name is told when it looks like one of a contract; whatever else was put in its place is a value that somebody
 * typed, a person's number perhaps, and values are not repeated.
 */
const plainName = (name: string) => (/^([a-z][A-Za-z0-9]{0,39}|\d{1,6})$/.test(name) ? name : '(odd name)');
