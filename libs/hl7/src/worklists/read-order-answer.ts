import type { Hl7Message } from '../message/read-message.js';

/** What an instrument said to orders of ours. */
export type OrderAnswer =
  | {
      kind: 'answer';
      /** MSA-2: MSH-10 of the message that is answered */
      controlId: string;
      /** `commit`: it is stored there, and the answer proper follows (enhanced mode CA) */
      verdict: 'accepted' | 'rejected' | 'failed' | 'commit';
      /** MSA-1 as sent */
      code: string;
      /** names of the orders that were not taken (ORC-1 UA, or ORC-5 CA), from ORC-2, OBR-2 or the specimen's SPM-2 */
      refused: readonly string[];
    }
  | { kind: 'not-an-answer' };

const verdicts: Record<string, 'accepted' | 'rejected' | 'failed' | 'commit'> = {
  AA: 'accepted',
  CA: 'commit',
  AE: 'failed',
  CE: 'failed',
  AR: 'rejected',
  CR: 'rejected',
};

/** Reads `ORL^O34`, `ACK^Q03` and any other `ACK`. An answer without MSA, or with a code of none, is none. Never throws. */
export function readOrderAnswer(message: Hl7Message): OrderAnswer {
  const type = message.first('MSH')?.text(9) ?? '';
  const msa = message.first('MSA');
  const code = msa?.text(1).trim().toUpperCase() ?? '';
  const verdict = verdicts[code];
  if ((type !== 'ORL' && type !== 'ACK') || msa === undefined || verdict === undefined)
    return { kind: 'not-an-answer' };
  return { kind: 'answer', controlId: msa.text(2).trim(), verdict, code, refused: refusedOrders(message) };
}

function refusedOrders(message: Hl7Message): string[] {
  const refused = new Set<string>();
  let specimen = '';
  for (const segment of message.segments) {
    if (segment.name === 'SPM') specimen = segment.text(2, 0, 0, 0) || segment.text(2, 0, 1, 0);
    if (segment.name === 'ORC') {
      const isRefused = segment.text(1) === 'UA' || segment.text(5) === 'CA';
      if (isRefused) refused.add(segment.text(2) || specimen);
    }
  }
  refused.delete('');
  return [...refused];
}
