import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_MAX_FRAME_BYTES } from '#lis/hl7';
import { failureCode, isUnavailable } from '#lis/persistence';
import type { Context } from '#lis/platform';
import { type AnalyserConnection, serveAnalyser } from './analyser-connection.js';
import { noteOwnCertificate } from './certificates.js';
import type { ConnectionIdentity } from './connection-identity.js';
import { connectionLimits } from './connection-limits.js';
import { followInstruments } from './instruments.js';
import { secureOptions, type TlsFiles, tlsServer } from './listen-over-tls.js';
import { messageCommit } from './message-commit.js';
import { openPort, plainServer } from './open-ports.js';
import type { OrderPace } from './orders/order-pace.js';
import { orderTraffic } from './orders/order-traffic.js';
import { receiveFrame } from './receive-frame.js';
import { tellRefusals } from './refusals.js';
import { type ContactPace, followContacts } from './silence/follow-contacts.js';
import { messageStore } from './store-messages.js';

export type Listener = {
  /** the first of its ports, and all of them */
  port: number;
  ports: readonly number[];
  /** Takes another certificate for the connections to come. @throws on a port without TLS */
  renew(tls: TlsFiles): Promise<void>;
  /** Accepts no more, answers what was read, and ends: at most 6 s, whatever the analysers do. */
  close(): Promise<void>;
};
type Options = {
  host: string;
  /** 0: any free one */
  port: number;
  /** further plain ports beside it, for the same analysers: which one they come to may tell who they are */
  morePorts?: readonly number[];
  /** events and codes, never bytes of a message */
  warn: (event: string, detail: Record<string, unknown>) => void;
  /** an analyser may be silent between two runs */
  idleMs?: number;
  /** 1.2 kB take a millisecond, a plate with its curves a few seconds on a bad line */
  halfFrameMs?: number;
  maxFrameBytes?: number;
  /** analysers with certificates; without: plain MLLP */
  tls?: TlsFiles;
  orderPace?: OrderPace;
  contactPace?: ContactPace;
};

const checkEachMs = 1000;
const closeWithinMs = 3000;

/** Opens an MLLP port, or several that share everything else. @throws EADDRINUSE, with none left open */
export async function listenForAnalysers(context: Context, options: Options): Promise<Listener> {
  const { db, clock, configuration } = context;
  const limits = {
    idleMs: options.idleMs ?? 12 * 60 * 60 * 1000,
    halfFrameMs: options.halfFrameMs ?? 15_000,
    maxFrameBytes: options.maxFrameBytes ?? DEFAULT_MAX_FRAME_BYTES,
  };
  const instruments = await followInstruments(db);
  const store = messageStore(db, configuration.commitsInFlight);
  const commit = messageCommit({
    inFlight: configuration.commitsInFlight,
    store: store.store,
    isUnavailable,
    onError: (error) => options.warn('not-stored', { code: failureCode(error) ?? 'unknown' }),
  });
  const refuse = tellRefusals(context, options.warn);
  const orders = orderTraffic(context, options.warn, options.orderPace);
  const contacts = followContacts(context, options.warn, options.contactPace);
  const heard = (instrumentId: number) => contacts.heard(instrumentId);
  const receiving = { instruments, commit, clock, refuse, orders, heard };
  const connections = new Set<AnalyserConnection>();
  const shared = connectionLimits(options.warn);
  const serve = (socket: Socket, identity: ConnectionIdentity) => {
    if (!shared.admit(socket, identity.address)) return;
    const connection: AnalyserConnection = serveAnalyser(
      socket,
      (frame, answer) => receiveFrame(receiving, identity, frame, answer, connection),
      { ...limits, hold: shared.hold },
      options.warn,
    );
    connections.add(connection);
    socket.once('close', () => {
      connections.delete(connection);
      orders.closed(connection);
    });
  };

  const secure = options.tls
    ? await tlsServer(context, { instruments, tls: options.tls, serve, refuse, warn: options.warn })
    : null;
  const wanted = [options.port, ...(secure ? [] : (options.morePorts ?? []))];
  const servers = wanted.map(() => secure ?? plainServer(serve));
  const opened = await Promise.allSettled(
    servers.map((server, index) => openPort(server, options.host, wanted[index] ?? 0)),
  );
  const checks = setInterval(
    () => {
      for (const connection of connections) connection.check(performance.now());
    },
    Math.min(checkEachMs, limits.halfFrameMs),
  );
  const close = async () => {
    clearInterval(checks);
    instruments.stop();
    const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    for (const connection of connections) connection.end();
    const impatient = setTimeout(() => {
      for (const connection of connections) connection.destroy();
    }, closeWithinMs);
    await Promise.all([...closed, orders.close(), contacts.close()]);
    clearTimeout(impatient);
    // a stalled database may hold a commit for long; its lines were not acknowledged
    await Promise.race([commit.drained(), sleep(closeWithinMs, undefined, { ref: false })]);
    await Promise.race([store.end(), sleep(closeWithinMs, undefined, { ref: false })]);
  };
  const failed = opened.find((one) => one.status === 'rejected');
  if (failed) {
    await close();
    throw failed.reason;
  }
  const ports = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return {
    port: ports[0] ?? options.port,
    ports,
    close,
    renew: async (tls) => {
      if (!secure) throw new Error('this port has no certificate');
      secure.setSecureContext(secureOptions(tls));
      await noteOwnCertificate(context, tls.cert);
    },
  };
}
