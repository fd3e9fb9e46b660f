import { Receipt } from '#lis/contracts';
import type { Posted } from './post-report.js';

type Owed = { reportId: string; version: number; tubes: number };
export type ReportReceipt = ReturnType<typeof Receipt.parse>;
export type Judged = { receipt: ReportReceipt } | { error: string };

/**
 * Whether an answer is a receipt of this report: 2xx, and the report, version and count that were sent (law 7).
 * Anything else is a failed attempt with a short code; nothing of the answer's text is kept.
 */
export function judgeReceipt({ status, text }: Posted, owed: Owed): Judged {
  if (status < 200 || status > 299) return { error: `http-${status}` };
  const parsed = Receipt.safeParse(parse(text));
  if (!parsed.success) return { error: 'receipt-unreadable' };
  const { receiptId, reportId, version, count } = parsed.data;
  // text that PostgreSQL cannot hold, or that is no id
  if (receiptId.length > 200 || receiptId.includes('\0') || !receiptId.isWellFormed()) {
    return { error: 'receipt-unreadable' };
  }
  if (reportId.toLowerCase() !== owed.reportId || version !== owed.version)
    return { error: 'receipt-of-another' };
  if (count !== owed.tubes) return { error: 'receipt-count' };
  return { receipt: { receiptId, reportId: owed.reportId, version, count } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
