import type { Receipt } from '#lis/contracts';

export type ReportReceipt = ReturnType<typeof Receipt.parse>;
export type Judged = { receipt: ReportReceipt } | { error: string };
export type Answer = { status: number; text: string };
/** What a receipt must be of. */
export type Owed = { reportId: string; version: number; tubes: number };

/** A receipt's id that PostgreSQL can hold and a person can read out. */
export const isReceiptId = (id: string): boolean =>
  id !== '' && id.length <= 200 && !id.includes('\0') && id.isWellFormed();

export const isSuccess = ({ status }: Answer): boolean => status >= 200 && status <= 299;

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
