import { z } from 'zod';
import { type Answer, isReceiptId, isSuccess, type Judged, type Owed, parseJson } from './judged.js';

type Sent = Owed & { messageId: string; entries: number };

const TransactionResponse = z.object({
  resourceType: z.literal('Bundle'),
  id: z.string().optional(),
  type: z.literal('transaction-response'),
  entry: z.array(z.object({ response: z.object({ status: z.string() }) })).default([]),
});

/**
 * Whether an answer is the response to this transaction: as many entries as were sent, each 200 or 201 (FHIR R4,
 * http.html#transaction-response). The receipt's count is the report's, which the entries stand for.
 */
export function judgeFhir(answer: Answer, sent: Sent): Judged {
  if (!isSuccess(answer)) return { error: `http-${answer.status}` };
  const parsed = TransactionResponse.safeParse(parseJson(answer.text));
  if (!parsed.success) return { error: 'receipt-unreadable' };
  const { id, entry } = parsed.data;
  if (entry.length !== sent.entries) return { error: 'receipt-count' };
  const codes = entry.map(({ response: { status } }) => /^\d{3}(?= |$)/.exec(status)?.[0] ?? 'unreadable');
  const refused = codes.find((code) => code !== '200' && code !== '201');
  if (refused !== undefined) return { error: `entry-${refused}` };
  const receiptId = id !== undefined && isReceiptId(id) ? id : sent.messageId;
  return { receipt: { receiptId, reportId: sent.reportId, version: sent.version, count: sent.tubes } };
}
