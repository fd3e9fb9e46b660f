/**
 * A row of the audit as it is sealed: every value as the text of the database, so that nothing is rounded on the way.
 * `at`: seconds since 1970 with six digits; `detail`: the text of the jsonb, whose keys are in a fixed order.
 */
export type AuditEntry = {
  at: string;
  sweepId: string | null;
  /** kind and id of who did it */
  actor: string;
  origin: string;
  action: string;
  subject: string;
  detail: string | null;
};

/**
 * Canonical text of a row: a JSON array of its seven values in the order above, without spaces. The digest of a row is
 * the SHA-256 of its UTF-8 bytes. The row's place (transaction and id) is not in it: the block seals the places, and
 * so two rows that changed places are told from two changed rows. Law 8.
 */
export function entryText({ at, sweepId, actor, origin, action, subject, detail }: AuditEntry): string {
  return JSON.stringify([at, sweepId, actor, origin, action, subject, detail]);
}
