import { z } from 'zod';
import { Id, Moment, SignedId, text, Version } from './scalars.js';

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
/** Names are read one case at a time, for a stated purpose, and the look is written down (law 11, R6). */
export const CasePersonsRequest = z.strictObject({
  caseId: SignedId,
  purpose: text(400).refine((value) => value.trim().length >= 5, 'a purpose in words'),
});
export const CasePersons = z.object({
  caseId: SignedId,
  people: z.array(
    z.object({
      personId: z.int(),
      tubeCode: z.string(),
      ordinal: z.int(),
      residenceCode: z.string().nullable(),
      /** null: erased when its retention ended */
      particulars: z
        .object({ name: z.string(), phone: z.string(), identityType: z.string(), identityNumber: z.string() })
        .nullable(),
    }),
  ),
});
/** The authority confirms a report: the second clock of 2 h ends. */
export const ConfirmReportRequest = z.strictObject({ reportId: Id, version: Version });
