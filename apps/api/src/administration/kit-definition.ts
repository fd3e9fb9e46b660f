import { text, Version } from '#lis/contracts';
import { type KitDefinition, requireTargets } from '#lis/domain';
import { Rejection } from '#lis/platform';
import { z } from 'zod';

const Ct = z.number().min(0).max(60);
/** A test at or below one half tells nothing. */
const Chance = z.number().gt(0.5).max(1);
const Size = z.int().min(1).max(100);
const Definition = z.strictObject({
  id: text(40).min(1),
  version: Version,
  name: text(200),
  targets: z
    .array(z.strictObject({ name: text(60), positiveAtOrBelow: Ct, suspiciousAtOrBelow: Ct.nullable() }))
    .min(1),
  internalControl: z.strictObject({
    target: text(60),
    validAtOrBelow: Ct,
    requiredWhen: z.enum(['no-target-detected', 'always']),
  }),
  whenSomeDetected: z.enum(['inconclusive', 'positive']),
  plausibleCt: z.strictObject({ from: Ct, to: Ct }),
  stated: z
    .strictObject({ sensitivity: Chance, specificity: Chance, swabsValidated: Size, aliquotsValidated: Size })
    .optional(),
  internalControls: z.boolean().optional(),
  callsWithoutCt: z.boolean().optional(),
  controls: z.array(
    z.strictObject({
      kind: z.enum(['negative', 'positive', 'extraction']),
      mandatory: z.boolean(),
      expectations: z.array(
        z.discriminatedUnion('expect', [
          z.strictObject({ target: text(60), expect: z.literal('clean'), noCtAtOrBelow: Ct }),
          z.strictObject({ target: text(60), expect: z.literal('range'), from: Ct, to: Ct }),
        ]),
      ),
    }),
  ),
});

/** @throws Rejection 400 that names the first field that does not fit; LabRuleViolation for targets nobody measures */
export function readKit(definition: Record<string, unknown>): KitDefinition {
  const parsed = Definition.safeParse(definition);
  if (!parsed.success) {
    throw new Rejection(400, 'malformed', { field: parsed.error.issues[0]?.path.join('.') });
  }
  requireTargets(parsed.data);
  return parsed.data;
}
