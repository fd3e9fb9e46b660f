import { z } from 'zod';
import { Id, Moment, SignedId, text } from './scalars.js';

/** A member of an abnormal tube who must be sampled again, singly. The site finds the person by tube and ordinal. */
export const OpenRecollection = z.object({
  tubeId: Id,
  tubeCode: z.string(),
  ordinal: z.int(),
  orderedAt: Moment,
});
export const OpenRecollections = z.object({ recollections: z.array(OpenRecollection) });

export const CaseStep = z.object({
  step: z.string(),
  owner: z.string(),
  startedAt: Moment.nullable(),
  dueAt: Moment.nullable(),
  doneAt: Moment.nullable(),
});
export const CaseFile = z.object({
  id: SignedId,
  kind: z.enum(['abnormal-tube', 'positive-person']),
  tubeCode: z.string(),
  openedAt: Moment,
  oldestOpenStep: CaseStep.nullable(),
  overdue: z.boolean(),
});
export const CaseFiles = z.object({
  asOf: Moment,
  open: z.int(),
  overdue: z.int(),
  cases: z.array(CaseFile),
});
export const CompleteStepRequest = z.strictObject({
  caseId: SignedId,
  step: text(40),
  proof: text(400).min(1),
});
export const CompleteStepAnswer = z.object({ outcome: z.enum(['done', 'already-done']) });
/** The authority confirms a report: the second clock of 2 h ends. */
export const ConfirmReportRequest = z.strictObject({ reportId: Id, version: z.int().min(1) });
