import { ConfigurationError } from '#lis/platform';
import { z } from 'zod';

/** What a drill is asked to be. The same options and the same map give the same city (R16). */
export const DrillOptions = z.strictObject({
  people: z.int().min(10).max(20_000_000).default(20_000),
  /** share of people who carry the virus; at least one does */
  prevalence: z.number().min(0).max(0.2).default(0.001),
  poolSize: z
    .union([z.literal(1), z.literal(5), z.literal(10), z.literal(20), z.literal('household')])
    .default(10),
  seed: z.union([z.string().max(40), z.number()]).default(1),
  /** simulated seconds a second; 0: as fast as the product goes */
  speed: z.number().min(0).max(100_000).default(0),
  city: z.enum(['wuhan']).default('wuhan'),
});
export type DrillOptions = z.infer<typeof DrillOptions>;
export type PoolSize = DrillOptions['poolSize'];

/** @throws ConfigurationError that names every bad option of DRILL_OPTIONS (JSON) */
export function readDrillOptions(environment: NodeJS.ProcessEnv = process.env): DrillOptions {
  const parsed = DrillOptions.safeParse(JSON.parse(environment['DRILL_OPTIONS'] || '{}'));
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new ConfigurationError(`These drill options cannot be used:\n${lines.join('\n')}`);
}
