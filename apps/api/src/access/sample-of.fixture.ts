import { z } from 'zod';

const texts = [
  'aaaaaaaaaaaa',
  '019b77a3-9400-7000-8000-000000000001',
  '2030-01-02T00:00:00Z',
  '2030-01-02',
  'https://recipient.example/reports',
  ...[20, 43, 64, 86].map((length) => 'a'.repeat(length)),
  '1',
  'A1',
  // a field of a message, its type, its version
  'SAC-11',
  'ORU^R01',
  '2.5.1',
];
/** First the id of the tests' sweep, site and laboratory. */
const numbers = [-1, 777, 1, 0.5, 0, 30];

type Def = {
  type: string;
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  innerType?: z.ZodType;
  in?: z.ZodType;
  options?: z.ZodType[];
  valueType?: z.ZodType;
};

/**
 * A value that fits a contract, with every optional property, so that each level and each leaf of it can be spoilt.
 * @throws for a contract that it has no value for: add one to the lists above
 */
export function sampleOf(schema: z.ZodType): unknown {
  const value = withoutOneOf(schema, build(schema));
  const fault = schema.safeParse(value).error;
  if (fault) throw new Error(`no sample for this contract: ${fault.message}`);
  return value;
}

/** Of properties that shut one another out, the first is left out. */
function withoutOneOf(schema: z.ZodType, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || schema.safeParse(value).success) return value;
  const fewer = Object.keys(value).map((name) =>
    Object.fromEntries(Object.entries(value).filter(([other]) => other !== name)),
  );
  return fewer.find((one) => schema.safeParse(one).success) ?? value;
}

function build(schema: z.ZodType): unknown {
  const def = (schema as unknown as { def: Def }).def;
  if (def.shape)
    return Object.fromEntries(Object.entries(def.shape).map(([name, one]) => [name, build(one)]));
  if (def.element) return listOf(schema, def.element);
  if (def.innerType) return build(def.innerType);
  if (def.options?.[0]) return build(def.options[0]);
  if (def.type === 'record') return { any: def.valueType ? build(def.valueType) : 'a' };
  if (def.type === 'pipe' && def.in) return firstThat(schema, texts);
  if (def.type === 'boolean') return true;
  if (def.type === 'number') return firstThat(schema, numbers);
  if (def.type === 'string') return firstThat(schema, texts);
  const entries = (schema as unknown as { options?: unknown[]; values?: Set<unknown> }) ?? {};
  return entries.options?.[0] ?? [...(entries.values ?? [])][0];
}

/** One element, or as many as a list of a fixed length wants. */
function listOf(schema: z.ZodType, element: z.ZodType): unknown[] {
  const one = build(element);
  const fits = [1, 24].find((length) => schema.safeParse(Array(length).fill(one)).success);
  return Array<unknown>(fits ?? 1).fill(one);
}

const firstThat = (schema: z.ZodType, candidates: readonly unknown[]) =>
  candidates.find((one) => schema.safeParse(one).success);

export type Path = readonly (string | number)[];

/** Where a value has objects, and where it has leaves; of a list, the first element. */
export function placesIn(value: unknown, path: Path = []): { objects: Path[]; leaves: Path[] } {
  if (Array.isArray(value)) {
    const first = placesIn(value[0], [...path, 0]);
    return { objects: first.objects, leaves: [...first.leaves, path] };
  }
  if (typeof value !== 'object' || value === null) return { objects: [], leaves: [path] };
  const below = Object.entries(value).map(([name, one]) => placesIn(one, [...path, name]));
  return {
    objects: [path, ...below.flatMap(({ objects }) => objects)],
    leaves: below.flatMap(({ leaves }) => leaves),
  };
}

/** A copy with something else at one place. */
export function withAt(value: unknown, [step, ...rest]: Path, put: (old: unknown) => unknown): unknown {
  if (step === undefined) return put(value);
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  copy[step] = withAt(copy[step], rest, put);
  return copy;
}
