import { failureCode } from '#lis/persistence';
import { type MllpAddress, type MllpConnection, openMllp } from './mllp-connection.js';

export type MllpSend = (
  address: MllpAddress,
  message: string,
  controlId: string,
  timeoutMs: number,
) => Promise<string>;

const restMs = { first: 250, longest: 10_000 };

/**
 * Sends messages of one recipient and gives the text of their acknowledgements. As many connections as messages under
 * way (the lane bounds them), kept open for the next; after a connection that could not be opened nobody knocks again
 * for 250 ms, doubled up to 10 s, and attempts fail at once with the same code.
 */
export function mllpSender(): { send: MllpSend; close: () => void } {
  let address = '';
  let free: MllpConnection[] = [];
  let refused = { times: 0, until: 0, code: '' };

  const open = async (given: MllpAddress, timeoutMs: number) => {
    const known = free.pop();
    if (known?.isOpen()) return known;
    if (performance.now() < refused.until)
      throw Object.assign(new Error(refused.code), { code: refused.code });
    try {
      const opened = await openMllp(given, timeoutMs);
      refused = { times: 0, until: 0, code: '' };
      return opened;
    } catch (error) {
      const wait = Math.min(restMs.longest, restMs.first * 2 ** Math.min(refused.times, 10));
      refused = {
        times: refused.times + 1,
        until: performance.now() + wait,
        code: failureCode(error) ?? 'unknown',
      };
      throw error;
    }
  };
  const close = () => {
    for (const connection of free) connection.close();
    free = [];
  };
  const send: MllpSend = async (given, message, controlId, timeoutMs) => {
    const asked = `${given.url} ${given.certificateAuthority}`;
    if (asked !== address) {
      close();
      address = asked;
      refused = { times: 0, until: 0, code: '' };
    }
    const from = performance.now();
    const connection = await open(given, timeoutMs);
    const text = await connection.exchange(message, controlId, timeoutMs - (performance.now() - from));
    if (asked === address) free.push(connection);
    else connection.close();
    return text;
  };
  return { send, close };
}
