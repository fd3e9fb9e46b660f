import type { Socket } from 'node:net';

/** Connections of one address: a middleware may stand for a laboratory's analysers, not for a city's. */
const maxPerAddress = 256;
/** Of all addresses; an idle one costs about 10 kB. */
export const maxConnections = 4096;
/** Halves of frames that all connections hold together: sixteen frames at their cap. */
const maxHeldBytes = 128 * 1024 * 1024;

export type ConnectionLimits = {
  /** false: the address has as many as it may, and this one is closed */
  admit: (socket: Socket, address: string) => boolean;
  /** counts what one connection holds; false when all together hold too much, and this one must end */
  hold: (difference: number) => boolean;
};

/** What strangers may take from the analysers of a listener. `warn` once each time an address reaches its cap. */
export function connectionLimits(
  warn: (event: string, detail: Record<string, unknown>) => void,
): ConnectionLimits {
  const open = new Map<string, number>();
  const told = new Set<string>();
  let held = 0;
  return {
    admit(socket, address) {
      const count = open.get(address) ?? 0;
      if (count >= maxPerAddress) {
        if (!told.has(address)) warn('connection-refused', { address, reason: 'too-many' });
        told.add(address);
        socket.on('error', () => undefined);
        socket.destroy();
        return false;
      }
      open.set(address, count + 1);
      socket.once('close', () => {
        const left = (open.get(address) ?? 1) - 1;
        if (left > 0) open.set(address, left);
        else {
          open.delete(address);
          told.delete(address);
        }
      });
      return true;
    },
    hold(difference) {
      held += difference;
      return difference <= 0 || held <= maxHeldBytes;
    },
  };
}
