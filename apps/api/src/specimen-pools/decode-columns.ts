import type { SpecimenCalls } from '#lis/contracts';
import { momentText } from '#lis/domain';
import type { Db } from '#lis/persistence';

type Told = NonNullable<SpecimenCalls['decode']>;
/** A decode as a left join gives it: all null where there is none yet. */
export type DecodeRow = { [Name in keyof Omit<Told, 'decodedAt'>]: Told[Name] | null } & {
  decodedAt: number | null;
};

/** Of `batch_decode d`. */
export const decodeColumns = (db: Db) => db`
  d.decoder_version as decoder, d.method, d.kind, d.ended_by as "endedBy", d.alerts,
  d.negatives_may_leave as "negativesMayLeave", d.log_evidence as "logEvidence",
  encode(d.answer_hash, 'hex') as "answerHash", d.decoded_at as "decodedAt"`;

/** The decode of a row, and the row without it. */
export function splitDecode<Row extends DecodeRow>(row: Row) {
  const { decoder, method, kind, endedBy, alerts, negativesMayLeave, logEvidence, answerHash, decodedAt } =
    row;
  if (decodedAt === null) return null;
  const told = { decoder, method, kind, endedBy, alerts, negativesMayLeave, logEvidence, answerHash };
  return { ...told, decodedAt: momentText(decodedAt) } as Told;
}
