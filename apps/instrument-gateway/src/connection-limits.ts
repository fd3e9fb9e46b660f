import type { Socket } from 'node:net';

/** Connections of one address: a middleware may stand for a laboratory's analysers, not for a city's. */
const maxPerAddress = 256;
/** Of all addresses, also one that is not admitted yet; an idle one costs about 10 kB. */
export const maxConnections = 4096;
/** Halves of frames that all connections hold together: sixteen frames at their cap. */
const maxHeldBytes = 128 * 1024 * 1024;

const everybody = 'all';

export type ConnectionLimits = {
  /** false: the address, or all together, have as many as they may, and this one is closed */
  admit: (socket: Socket, address: string) => boolean;
  /** counts what one connection holds; false when all together hold too much, and this one must end */
  hold: (difference: number) => boolean;
};

/**
 * What strangers may take from the analysers of a gateway, at all its ports together. `warn` once until an
 * address has left, or until half of all have.
 */
export function connectionLimits(
  warn: (event: string, detail: Record<string, unknown>) => void,
): ConnectionLimits {
  const open = new Map<string, number>();
  const told = new Set<string>();
  let all = 0;
  let held = 0;
  return {
    admit(socket, address) {
      const count = open.get(address) ?? 0;
      if (count >= maxPerAddress || all >= maxConnections) {
        const reason = count >= maxPerAddress ? 'too-many' : 'too-many-in-all';
        const full = count >= maxPerAddress ? address : everybody;
        if (!told.has(full)) warn('connection-refused', { address, reason });
        told.add(full);
        socket.on('error', () => undefined);
        socket.destroy();
        return false;
      }
      all++;
      open.set(address, count + 1);
      socket.once('close', () => {
        all--;
        if (all < maxConnections / 2) told.delete(everybody);
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
