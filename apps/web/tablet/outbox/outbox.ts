import { type SealedTube, sealedTubeText, type TubeReceipt } from '#lis/contracts';
import type { Entry, OutboxStore } from './entry.js';

const batch = 50;

/** Sends lines of a request and answers what the server said of each. @throws when no answer came */
export type Send = (bodies: readonly string[]) => Promise<readonly TubeReceipt[]>;
export type Synced = 'nothing-left' | 'no-answer' | 'nothing-said';

/**
 * Keeps sealed tubes until the server has said what became of each. A tube leaves only for a receipt: a crash or a lost
 * answer in between sends the same bytes again, which the server knows (law 2).
 */
export function openOutbox(store: OutboxStore, send: Send) {
  let running: Promise<Synced> | undefined;
  return {
    /** Kept when this resolves, not before. @throws when the tablet's store is full */
    async seal(tube: Omit<SealedTube, 'bodyHash'>): Promise<void> {
      const bodyHash = await sha256(sealedTubeText(tube));
      const { id, sweepId, code, members } = tube;
      const body = JSON.stringify({ ...tube, bodyHash });
      await store.add({ id, sweepId, code, members: members.length, body, refused: 0 });
    },
    /** Sends what waits, in order, until nothing does or the server cannot be heard; one at a time. */
    sync(): Promise<Synced> {
      return (running ??= sendAll(store, send).finally(() => (running = undefined)));
    },
  };
}

async function sendAll(store: OutboxStore, send: Send): Promise<Synced> {
  for (;;) {
    const sent = await store.waiting(batch);
    if (sent.length === 0) return 'nothing-left';
    let receipts: readonly TubeReceipt[];
    try {
      receipts = await send(sent.map(({ body }) => body));
    } catch {
      return 'no-answer';
    }
    const { acknowledged, refused } = judge(sent, receipts);
    // an answer about nothing that was sent: asking again at once would never end
    if (acknowledged.length + refused.length === 0) return 'nothing-said';
    await store.settle(acknowledged, refused);
  }
}

/** A receipt counts only for the line that it names and the tube that was sent there. */
function judge(sent: readonly Entry[], receipts: readonly TubeReceipt[]) {
  const acknowledged: string[] = [];
  const refused: { id: string; reason: string }[] = [];
  for (const { line, tubeId, outcome, code } of receipts) {
    const id = sent[line]?.id;
    if (id === undefined || (tubeId !== null && tubeId !== id)) continue;
    // another body under this id: what this tablet sealed is not there
    const lost = outcome === 'refused' || code === 'tube-body-differs';
    if (lost) refused.push({ id, reason: code ?? outcome });
    else if (tubeId === id) acknowledged.push(id);
  }
  return { acknowledged, refused };
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
