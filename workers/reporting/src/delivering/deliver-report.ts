import { realmOf } from '#lis/domain';
import { type DueDelivery, failureCode, type Recipient } from '#lis/persistence';
import type { Context } from '#lis/platform';
import { openBody } from '../report-body.js';
import { judgeReceipt, type ReportReceipt } from './judge-receipt.js';
import type { Post } from './post-report.js';

/** What one attempt came to; `tubeIds` are those that the receipt speaks for. */
export type Attempt = { delivery: Omit<DueDelivery, 'body'> } & (
  | { kind: 'acknowledged'; receipt: ReportReceipt; tubeIds: string[] }
  | { kind: 'failed'; error: string; waitMs: number }
);

/** Patience with one attempt; below the time that a claim is held. */
export const timeoutMs = 10_000;

/** Sends the kept bytes once. Never fails: what goes wrong is an attempt that failed, with a short code. */
export async function deliverReport(
  context: Pick<Context, 'keys'>,
  due: DueDelivery,
  { url, secret }: Recipient,
  post: Post,
): Promise<Attempt> {
  const { body: _, ...delivery } = due;
  try {
    const body = openBody(context, realmOf(due.sweepId), due);
    const posted = await post(url, headersOf(due, secret), body, timeoutMs);
    const judged = judgeReceipt(posted, due);
    if ('error' in judged) return failed(delivery, judged.error);
    return { delivery, kind: 'acknowledged', receipt: judged.receipt, tubeIds: tubesOf(due, body) };
  } catch (error) {
    return failed(delivery, failureCode(error) ?? 'unopenable');
  }
}

function headersOf({ reportId, version, attempt }: DueDelivery, secret: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'idempotency-key': `${reportId}:${version}`,
    'x-sweepwell-attempt': String(attempt),
    ...(secret && { authorization: `Bearer ${secret}` }),
  };
}

/** Of a feed the tubes that were sent: the bytes say it, whatever the records say by now. */
function tubesOf({ kind, tubeId }: DueDelivery, body: string): string[] {
  if (kind !== 'negative-feed') return tubeId ? [tubeId] : [];
  return (JSON.parse(body) as { tubes: { id: string }[] }).tubes.map(({ id }) => id);
}

function failed(delivery: Omit<DueDelivery, 'body'>, error: string): Attempt {
  return { delivery, kind: 'failed', error, waitMs: backoffMs(delivery.attempt) };
}

/** 250 ms doubled with each attempt up to 60 s, of which a random part of up to a half is not waited. */
export function backoffMs(attempt: number, random = Math.random()): number {
  const full = Math.min(60_000, 250 * 2 ** Math.min(attempt - 1, 20));
  return Math.round(full * (1 - random / 2));
}
