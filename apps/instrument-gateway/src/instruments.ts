import { BlockList, isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { genericProfile, type SenderProfile } from '#lis/hl7';
import { type Db, profileName, type ProfileKey, readProfiles } from '#lis/persistence';
import type { ConnectionIdentity } from './connection-identity.js';

/** A sender that is known: who it is and how it speaks. */
export type Instrument = { id: number; profile: SenderProfile };

export type Claimant = Instrument & { sender: string; identifiedBy: 'names' | 'connection' };

export type Instruments = {
  /**
   * The instrument of a message: the one with these names or, of several that send the same (usually none), the
   * one that this connection tells: its certificate, or its address and the port that it came to. That one is also told
   * by a message without names, whatever it sends otherwise. It may send from this address only and, once it has a
   * certificate, only over a connection that showed it.
   */
  find(application: string, facility: string, connection: ConnectionIdentity): Instrument | undefined;
  /** Who may come over this connection at all, whatever it sends; `sender` is what it calls itself. */
  comingFrom(connection: ConnectionIdentity): readonly Claimant[];
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
  identifiedBy: 'names' | 'connection';
  localPort: number | null;
  profileId: string;
  profileVersion: number;
};
type Known = Claimant & {
  allowed: BlockList;
  certificate: string | null;
  localPort: number | null;
};

const refreshMs = 3000;
/** strangers may knock as often as they like */
const atMostEachMs = 250;
const answerWithinMs = 700;

/** The table of instruments, a few hundred rows at most, and their profiles, kept in memory. */
export async function followInstruments(db: Db): Promise<Instruments> {
  let byNames = new Map<string, Known>();
  let byConnection: Known[] = [];
  let everyone: Known[] = [];
  let byCertificate = new Map<string, Known>();
  // checking an address costs as much as hashing the message
  let found = new Map<string, Instrument>();
  // a version never changes: the same object stays, with what was made of it for reading
  const profiles = new Map<string, SenderProfile>();
  let askedAt = -Infinity;
  let asking: Promise<boolean> | undefined;

  const ask = async () => {
    const rows = await db<Row[]>`
      select id, sending_application as application, sending_facility as facility, host(allowed_address) as address,
        masklen(allowed_address) as bits, certificate_sha256 as certificate, identified_by as "identifiedBy",
        local_port as "localPort", profile_id as "profileId", profile_version as "profileVersion" from instrument`;
    const unread = rows.map(keyOf).filter((key) => !profiles.has(nameOf(key)));
    const read = await readProfiles(db, unread);
    for (const key of unread) profiles.set(nameOf(key), read(key));
    const all = rows.map((row) => ({ row, known: knownOf(row, profiles.get(nameOf(keyOf(row)))) }));
    const named = all.filter(({ row }) => row.identifiedBy === 'names');
    byNames = new Map(named.map(({ row, known }) => [`${row.application}\n${row.facility}`, known] as const));
    byConnection = all.filter(({ row }) => row.identifiedBy === 'connection').map(({ known }) => known);
    everyone = all.map((one) => one.known);
    byCertificate = new Map(
      all.flatMap(({ known }) => (known.certificate === null ? [] : [[known.certificate, known] as const])),
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
    comingFrom: (connection) => everyone.filter((one) => fits(one, connection)),
    ofCertificate: (sha256) => byCertificate.get(sha256)?.id,
    find(application, facility, connection) {
      const { address, localPort, certificate } = connection;
      const sender = `${application}\n${facility}`;
      const key = `${sender}\n${address}\n${localPort}\n${certificate?.sha256 ?? ''}`;
      const before = found.get(key);
      if (before !== undefined) return before;
      const named = byNames.get(sender);
      const instrument =
        named !== undefined && fits(named, connection)
          ? named
          : byConnection.find(
              (one) => (one.sender === sender || sender === nameless) && fits(one, connection),
            );
      if (instrument !== undefined && found.size < maxFound) found.set(key, instrument);
      return instrument;
    },
    refresh,
    stop: () => clearInterval(timer),
  };
}

/** Neither MSH-3 nor MSH-4: acknowledgements of analysers that name themselves in results only. */
const nameless = '\n';
/** senders whose names change with each message must not fill the memory between two refreshes */
const maxFound = 10_000;

/** One with a certificate is never taken without it, and one without none is not taken for another's. */
function fits({ certificate, localPort, allowed }: Known, connection: ConnectionIdentity): boolean {
  if (certificate !== (connection.certificate?.sha256 ?? null)) return false;
  if (localPort !== null && localPort !== connection.localPort) return false;
  return allowed.check(connection.address, family(connection.address));
}

const keyOf = ({ id, profileId, profileVersion }: Row): ProfileKey => ({
  realm: id < 0 ? 'drill' : 'real',
  id: profileId,
  version: profileVersion,
});
const nameOf = (key: ProfileKey) => `${key.realm}:${profileName(key)}`;

function knownOf(row: Row, profile = genericProfile): Known {
  const { id, address, bits, certificate, localPort, identifiedBy } = row;
  const allowed = new BlockList();
  allowed.addSubnet(address, bits, family(address));
  const sender = `${row.application}\n${row.facility}`;
  return { id, profile, sender, identifiedBy, allowed, certificate, localPort };
}

const family = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');
