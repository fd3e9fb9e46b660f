import type { DueDelivery, Recipient } from '#lis/persistence';
import type { Rendered } from '../../formats/render-report.js';
import type { Answer, Judged } from './judged.js';
import { judgeElr } from './judge-elr.js';
import { judgeFhir } from './judge-fhir.js';
import { judgeJson } from './judge-json.js';

/** What an answer comes to in the recipient's format. */
export function judgeAnswer(
  format: Recipient['format'],
  answer: Answer,
  { reportId, version, tubes, kind }: DueDelivery,
  { messageId, entries }: Rendered,
): Judged {
  const owed = { reportId, version, tubes, messageId };
  if (format === 'elr') return judgeElr(answer, { ...owed, isBatch: kind === 'negative-feed' });
  return format === 'fhir' ? judgeFhir(answer, { ...owed, entries }) : judgeJson(answer, owed);
}
