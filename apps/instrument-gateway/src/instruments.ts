import { BlockList, isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '#lis/persistence';

export type Instruments = {
  /**
   * The instrument's id when the sender is one and may send from this address and, once it has a certificate,
   * over a connection that showed this one. `certificate`: SHA-256 in hex, null without TLS.
   */
  find(
    application: string,
    facility: string,
    address: string,
    certificate: string | null,
  ): number | undefined;
  /** The instrument whose certificate it is. */
  ofCertificate(sha256: string): number | undefined;
  /** Asks the database again, unless it was asked within the last 250 ms. False when it does not answer in time. */
  refresh(): Promise<boolean>;
  stop(): void;
};
type Row = {
  id: number;
  application: string;
  facility: string;
  address: string;
  bits: number;
  certificate: string | null;
};
type Known = { id: number; allowed: BlockList; certificate: string | null };

const refreshMs = 3000;
/** strangers may knock as often as they like */
const atMostEachMs = 250;
const answerWithinMs = 700;

/** The table of instruments, a few hundred rows at most, kept in memory. */
export async function followInstruments(db: Db): Promise<Instruments> {
  let known = new Map<string, Known>();
  let byCertificate = new Map<string, number>();
  // checking an address costs as much as hashing the message
  let found = new Map<string, number>();
  let askedAt = -Infinity;
  let asking: Promise<boolean> | undefined;

  const ask = async () => {
    const rows = await db<Row[]>`
      select id, sending_application as application, sending_facility as facility, host(allowed_address) as address,
        masklen(allowed_address) as bits, certificate_sha256 as certificate from instrument`;
    known = new Map(
      rows.map(({ id, application, facility, address, bits, certificate }) => {
        const allowed = new BlockList();
        allowed.addSubnet(address, bits, family(address));
        return [`${application}\n${facility}`, { id, allowed, certificate }];
      }),
    );
    byCertificate = new Map(
      rows.flatMap(({ id, certificate }) => (certificate === null ? [] : [[certificate, id]])),
    );
    found = new Map();
    askedAt = performance.now();
  };
  const refresh = async () => {
    if (performance.now() - askedAt < atMostEachMs) return true;
    asking ??= ask()
      .then(
        () => true,
        () => false,
      )
      .finally(() => (asking = undefined));
    return Promise.race([asking, sleep(answerWithinMs, false)]);
  };

  await refresh();
  const timer = setInterval(() => void refresh(), refreshMs);
  timer.unref();
  return {
    ofCertificate: (sha256) => byCertificate.get(sha256),
    find(application, facility, address, certificate) {
      const sender = `${application}\n${facility}`;
      const key = `${sender}\n${address}\n${certificate ?? ''}`;
      const id = found.get(key);
      if (id !== undefined) return id;
      const instrument = known.get(sender);
      // one with a certificate is never taken without it, and one without none is not taken for another's
      if (instrument?.certificate !== certificate) return undefined;
      if (!instrument.allowed.check(address, family(address))) return undefined;
      found.set(key, instrument.id);
      return instrument.id;
    },
    refresh,
    stop: () => clearInterval(timer),
  };
}

const family = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');
