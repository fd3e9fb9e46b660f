import { Receipt } from '#lis/contracts';
import { type Answer, isReceiptId, isSuccess, type Judged, type Owed, parseJson } from './judged.js';

/**
 * Whether an answer is a receipt of this report: 2xx, and the report, version and count that were sent (law 7).
 * Anything else is a failed attempt with a short code; nothing of the answer's text is kept.
 */
export function judgeJson(answer: Answer, owed: Owed): Judged {
  if (!isSuccess(answer)) return { error: `http-${answer.status}` };
  const parsed = Receipt.safeParse(parseJson(answer.text));
  if (!parsed.success) return { error: 'receipt-unreadable' };
  const { receiptId, reportId, version, count } = parsed.data;
  if (!isReceiptId(receiptId)) return { error: 'receipt-unreadable' };
  if (reportId.toLowerCase() !== owed.reportId || version !== owed.version)
    return { error: 'receipt-of-another' };
  if (count !== owed.tubes) return { error: 'receipt-count' };
  return { receipt: { receiptId, reportId: owed.reportId, version, count } };
}
