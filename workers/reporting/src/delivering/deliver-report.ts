import { realmOf } from '#lis/domain';
import { type DueDelivery, failureCode, type Recipient } from '#lis/persistence';
import { type Context, open } from '#lis/platform';
import { type Rendered, renderReport } from '../formats/render-report.js';
import { openBody } from '../report-body.js';
import { judgeAnswer } from './receipts/judge-answer.js';
import type { ReportReceipt } from './receipts/judged.js';
import type { Send } from './send-report.js';
import { signedHeaders } from './sign-request.js';

/** What one attempt came to; `tubeIds` are those that the receipt speaks for. */
export type Attempt = { delivery: Omit<DueDelivery, 'body'> } & (
  | { kind: 'acknowledged'; receipt: ReportReceipt; tubeIds: string[] }
  | { kind: 'failed'; error: string; waitMs: number }
);

/** Patience with one attempt; below the time that a claim is held. */
export const timeoutMs = 10_000;

/**
 * Sends the kept report once, in the recipient's format. Never fails: what goes wrong is an attempt that failed, with
 * a short code.
 */
export async function deliverReport(
  context: Pick<Context, 'keys' | 'clock'>,
  due: DueDelivery,
  recipient: Recipient,
  send: Send,
): Promise<Attempt> {
  const { body: _, ...delivery } = due;
  try {
    const kept = openBody(context, realmOf(due.sweepId), due);
    const rendered = renderReport(kept, due, recipient);
    const answer = await send(recipient, rendered, headersOf(context, due, recipient, rendered), timeoutMs);
    const judged = judgeAnswer(recipient.format, answer, due, rendered);
    if ('error' in judged) return failed(delivery, judged.error);
    return { delivery, kind: 'acknowledged', receipt: judged.receipt, tubeIds: tubesOf(due, kept) };
  } catch (error) {
    return failed(delivery, failureCode(error) ?? 'unopenable');
  }
}

function headersOf(
  { keys, clock }: Pick<Context, 'keys' | 'clock'>,
  { reportId, version, attempt }: DueDelivery,
  { id, secret: bearer, signingSecrets }: Recipient,
  { contentType, messageId, body }: Rendered,
): Record<string, string> {
  const secrets = signingSecrets.map(({ number, secret, dataKeyId }) =>
    open(keys, realmOf(id), dataKeyId, Buffer.from(secret, 'base64'), `recipient_secret:${id}:${number}`),
  );
  return {
    'content-type': contentType,
    accept: contentType.replace(/;.*/, ''),
    'idempotency-key': `${reportId}:${version}`,
    'x-sweepwell-attempt': String(attempt),
    ...signedHeaders(messageId, clock.machine(), body, secrets),
    ...(bearer && { authorization: `Bearer ${bearer}` }),
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
