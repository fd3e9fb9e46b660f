const windowMs = 60_000;
const perWindow = 30;
const addressesKept = 50_000;

/**
 * Counts the attempts of an address that did not succeed, in windows of a minute, in this process alone: it bounds
 * guessing over many names, and an account's own lock bounds guessing at one.
 */
export function addressThrottle() {
  const windows = new Map<string, { until: number; attempts: number; told?: true }>();
  return {
    /** Seconds to wait, or 0: the attempt is counted. `machine`: epoch ms. */
    enter(ip: string, machine: number): number {
      const address = networkOf(ip);
      const known = windows.get(address);
      if (!known || known.until <= machine) {
        windows.delete(address);
        const oldest = windows.size >= addressesKept ? windows.keys().next().value : undefined;
        if (oldest !== undefined) windows.delete(oldest);
        windows.set(address, { until: machine + windowMs, attempts: 1 });
        return 0;
      }
      if (known.attempts >= perWindow) return Math.ceil((known.until - machine) / 1000);
      known.attempts++;
      return 0;
    },
    /** Whether to write down that attempts are refused: true once for an address in a window. */
    tells(ip: string): boolean {
      const known = windows.get(networkOf(ip));
      if (!known || known.told) return false;
      return (known.told = true);
    },
    /** Takes an attempt back: it succeeded, or was not made. */
    leave(ip: string): void {
      const known = windows.get(networkOf(ip));
      if (known) known.attempts--;
    },
  };
}

/** One household has 2^64 addresses of IPv6: they count as one. */
const networkOf = (ip: string) =>
  ip.includes(':') && !ip.includes('.') ? ip.split(':').slice(0, 4).join(':') : ip;
