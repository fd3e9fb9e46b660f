import { type KitDefinition, requireTargets } from '#lis/domain';
import { type Actor, type Context, Rejection } from '#lis/platform';
import { z } from 'zod';
import { administer } from './administer.js';

const Ct = z.number().min(0).max(60);
const Definition = z.strictObject({
  id: z.string().min(1).max(40),
  version: z.int().min(1),
  name: z.string().max(200),
  targets: z
    .array(z.strictObject({ name: z.string(), positiveAtOrBelow: Ct, suspiciousAtOrBelow: Ct.nullable() }))
    .min(1),
  internalControl: z.strictObject({
    target: z.string(),
    validAtOrBelow: Ct,
    requiredWhen: z.enum(['no-target-detected', 'always']),
  }),
  whenSomeDetected: z.enum(['inconclusive', 'positive']),
  plausibleCt: z.strictObject({ from: Ct, to: Ct }),
  controls: z.array(
    z.strictObject({
      kind: z.enum(['negative', 'positive', 'extraction']),
      mandatory: z.boolean(),
      expectations: z.array(
        z.discriminatedUnion('expect', [
          z.strictObject({ target: z.string(), expect: z.literal('clean'), noCtAtOrBelow: Ct }),
          z.strictObject({ target: z.string(), expect: z.literal('range'), from: Ct, to: Ct }),
        ]),
      ),
    }),
  ),
});

/** A kit's definition is versioned data: a version that was entered is never changed, only followed by another. */
export function enterKit(context: Context, actor: Actor, definition: Record<string, unknown>) {
  const parsed = Definition.safeParse(definition);
  if (!parsed.success) {
    throw new Rejection(400, 'malformed', { field: parsed.error.issues[0]?.path.join('.') });
  }
  const kit: KitDefinition = parsed.data;
  requireTargets(kit);
  const change = { action: 'kit-entered', subject: () => `kit:${kit.id}@${kit.version}` };
  return administer(context, actor, change, async (tx) => {
    await tx`
      insert into kit (id, version, definition) values (${kit.id}, ${kit.version}, ${tx.json(parsed.data)})
      on conflict do nothing`;
    const [same] = await tx`
      select 1 from kit where id = ${kit.id} and version = ${kit.version} and definition = ${tx.json(parsed.data)}`;
    if (!same) throw new Rejection(409, 'kit-version-differs');
    return { id: kit.id, version: kit.version };
  });
}
