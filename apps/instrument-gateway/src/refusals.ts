import type { Context } from '#lis/platform';
import { noteRefusal } from './certificates.js';

/** Tells that a connection was refused for its certificate. */
export type TellRefusal = (address: string, reason: string) => void;

/** one reason of an address is told in this time, ms: strangers may knock as often as they like */
const toldEachMs = 60_000;
const maxRemembered = 1000;

/** To the log, the audit and a person; each address and reason once a minute. */
export function tellRefusals(
  context: Context,
  warn: (event: string, detail: Record<string, unknown>) => void,
): TellRefusal {
  const told = new Map<string, number>();
  let noting = Promise.resolve();
  return (address, reason) => {
    const key = `${address} ${reason}`;
    const now = performance.now();
    if (now - (told.get(key) ?? -Infinity) < toldEachMs) return;
    if (told.size >= maxRemembered) told.clear();
    told.set(key, now);
    warn('connection-refused', { address, reason });
    // one after another: two at once would both find no open task
    noting = noting
      .then(() => noteRefusal(context, address, reason))
      .catch(() => warn('refusal-not-noted', { address, reason }));
  };
}
