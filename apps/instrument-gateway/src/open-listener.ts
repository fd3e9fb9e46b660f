import type { Socket } from 'node:net';
import { noteOwnCertificate } from './certificates.js';
import type { ConnectionIdentity } from './connection-identity.js';
import { secureOptions, type TlsFiles, tlsServer } from './listen-over-tls.js';
import { openPort, plainServer } from './open-ports.js';
import type { Reception } from './reception.js';

export type Listener = {
  /** the first of its ports, and all of them */
  port: number;
  ports: readonly number[];
  /** Takes another certificate for the connections to come. @throws on a port without TLS */
  renew(tls: TlsFiles): Promise<void>;
  /** Accepts no more, answers what was read, and ends: at most 3 s, whatever the analysers do. */
  close(): Promise<void>;
};

/** A connection that is served, in any language. */
export type Served = {
  /** its timers; called each `checkEachMs` with `performance.now()` */
  check(now: number): void;
  /** ends when what was read is answered */
  end(): void;
  destroy(): void;
};

type Given = {
  host: string;
  /** 0: any free one; with certificates there is one */
  ports: readonly number[];
  /** analysers with certificates; without: plain */
  tls?: TlsFiles | undefined;
  /** Whether a connection may come at all: one that may not ends before a byte is read, and a person is told. */
  mayCome?: (identity: ConnectionIdentity) => boolean;
  serve: (socket: Socket, identity: ConnectionIdentity) => Served;
  checkEachMs: number;
};

const closeWithinMs = 3000;

/** Opens a port, or several that serve alike. @throws EADDRINUSE, with none left open */
export async function openListener(reception: Reception, given: Given): Promise<Listener> {
  const { context, limits } = reception;
  const connections = new Set<Served>();
  let isClosing = false;
  const take = (socket: Socket, identity: ConnectionIdentity) => {
    if (isClosing) socket.destroy();
    if (isClosing || !limits.admit(socket, identity.address)) return;
    const connection = given.serve(socket, identity);
    connections.add(connection);
    socket.once('close', () => connections.delete(connection));
  };
  const serve = given.mayCome === undefined ? take : admitted(reception, given.mayCome, take);
  const secure = given.tls ? await tlsServer(reception, given.tls, serve) : null;
  const wanted = secure ? given.ports.slice(0, 1) : given.ports;
  const servers = wanted.map(() => secure ?? plainServer(serve));
  const opened = await Promise.allSettled(
    servers.map((server, index) => openPort(server, given.host, wanted[index] ?? 0)),
  );
  const checks = setInterval(() => {
    for (const connection of connections) connection.check(performance.now());
  }, given.checkEachMs);
  const close = async () => {
    isClosing = true;
    clearInterval(checks);
    const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    for (const connection of connections) connection.end();
    const impatient = setTimeout(() => {
      for (const connection of connections) connection.destroy();
    }, closeWithinMs);
    await Promise.all(closed);
    clearTimeout(impatient);
  };
  const failed = opened.find((one) => one.status === 'rejected');
  if (failed) {
    await close();
    throw failed.reason;
  }
  const ports = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return {
    port: ports[0] ?? 0,
    ports,
    close,
    renew: async (tls) => {
      if (!secure) throw new Error('this port has no certificate');
      secure.setSecureContext(secureOptions(tls));
      await noteOwnCertificate(context, tls.cert);
    },
  };
}

function admitted(
  { instruments, refuse }: Reception,
  mayCome: (identity: ConnectionIdentity) => boolean,
  take: (socket: Socket, identity: ConnectionIdentity) => void,
): (socket: Socket, identity: ConnectionIdentity) => void {
  const admit = async (socket: Socket, identity: ConnectionIdentity) => {
    socket.on('error', () => socket.destroy());
    // perhaps entered a moment ago
    if (!mayCome(identity)) await instruments.refresh();
    // it may be gone while the records were asked
    if (socket.destroyed) return;
    if (mayCome(identity)) return take(socket, identity);
    socket.destroy();
    return refuse(identity.address, 'unknown-sender');
  };
  return (socket, identity) => void admit(socket, identity);
}
