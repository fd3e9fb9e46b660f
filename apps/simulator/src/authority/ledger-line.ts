import { createHash } from 'node:crypto';

/** One POST as it came: what the recipient can show for itself, whatever the product says. */
export type LedgerLine = {
  /** machine's epoch ms, and epoch ms of the drill's clock */
  machine: number;
  at: number;
  idempotencyKey: string;
  attempt: string;
  sha256: string;
  /** the receipt was made, but the line was cut before it could be read */
  lost: boolean;
  body: string;
};

export const sha256 = (body: string): string => createHash('sha256').update(body).digest('hex');

/** @throws when a line is no ledger line: a ledger that cannot be read proves nothing */
export function readLedgerLine(text: string): LedgerLine {
  const line = JSON.parse(text) as LedgerLine;
  if (sha256(line.body) !== line.sha256) throw new Error(`ledger line of ${line.idempotencyKey} was changed`);
  return line;
}
