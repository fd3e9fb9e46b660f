import type { Recipient } from '#lis/persistence';
import type { Rendered } from '../formats/render-report.js';
import { mllpSender } from './mllp-sender.js';
import { poster } from './post-report.js';
import type { Answer } from './receipts/judged.js';

/** Brings one rendered report to a recipient's address and gives what it answered. */
export type Send = (
  recipient: Recipient,
  rendered: Rendered,
  headers: Record<string, string>,
  timeoutMs: number,
) => Promise<Answer>;

/** A receipt is a hundred bytes, the answer to a transaction some hundreds for each entry; more is not read. */
const answerAtMost = (entries: number) => 64 * 1024 + (entries > 1 ? entries * 1024 : 0);

/** The connections of one recipient, over HTTP or MLLP as its address says; at most `connections` of them. */
export function sender(connections: number): { send: Send; close: () => void } {
  const http = poster(connections);
  const mllp = mllpSender();
  const send: Send = async (recipient, { body, messageId, entries }, headers, timeoutMs) => {
    const { url, certificateAuthority } = recipient;
    if (/^mllps?:/.test(url)) {
      // the acknowledgement itself is judged; there is no status beside it
      return {
        status: 200,
        text: await mllp.send({ url, certificateAuthority }, body, messageId, timeoutMs),
      };
    }
    const limits = { timeoutMs, answerAtMost: answerAtMost(entries), certificateAuthority };
    return http.post(url, headers, body, limits);
  };
  return {
    send,
    close: () => {
      http.close();
      mllp.close();
    },
  };
}
