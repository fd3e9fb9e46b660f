import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_MAX_FRAME_BYTES } from '#lis/hl7';
import { failureCode, isUnavailable } from '#lis/persistence';
import type { Context } from '#lis/platform';
import { type AnalyserConnection, serveAnalyser } from './analyser-connection.js';
import { noteOwnCertificate } from './certificates.js';
import type { ConnectionIdentity } from './connection-identity.js';
import { connectionLimits, maxConnections } from './connection-limits.js';
import { followInstruments } from './instruments.js';
import { plainAddress, secureOptions, type TlsFiles, tlsServer } from './listen-over-tls.js';
import { messageCommit } from './message-commit.js';
import type { OrderPace } from './orders/order-pace.js';
import { orderTraffic } from './orders/order-traffic.js';
import { receiveFrame } from './receive-frame.js';
import { tellRefusals } from './refusals.js';
import { storeMessages } from './store-messages.js';

export type Listener = {
  port: number;
  /** Takes another certificate for the connections to come. @throws on a port without TLS */
  renew(tls: TlsFiles): Promise<void>;
  /** Accepts no more, answers what was read, and ends: at most 6 s, whatever the analysers do. */
  close(): Promise<void>;
};
type Options = {
  host: string;
  /** 0: any free one */
  port: number;
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
};

const checkEachMs = 1000;
const closeWithinMs = 3000;

/** Opens the MLLP port. @throws EADDRINUSE */
export async function listenForAnalysers(context: Context, options: Options): Promise<Listener> {
  const { db, clock, configuration } = context;
  const limits = {
    idleMs: options.idleMs ?? 12 * 60 * 60 * 1000,
    halfFrameMs: options.halfFrameMs ?? 15_000,
    maxFrameBytes: options.maxFrameBytes ?? DEFAULT_MAX_FRAME_BYTES,
  };
  const instruments = await followInstruments(db);
  const commit = messageCommit({
    inFlight: configuration.commitsInFlight,
    store: (lines) => storeMessages(db, lines),
    isUnavailable,
    onError: (error) => options.warn('not-stored', { code: failureCode(error) ?? 'unknown' }),
  });
  const refuse = tellRefusals(context, options.warn);
  const orders = orderTraffic(context, options.warn, options.orderPace);
  const receiving = { instruments, commit, clock, refuse, orders };
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

  const server = options.tls
    ? await tlsServer(context, { instruments, tls: options.tls, serve, refuse, warn: options.warn })
    : createServer({ noDelay: true }, (socket) => {
        const address = plainAddress(socket);
        // gone again before it was served
        if (address === '') socket.destroy();
        else serve(socket, { address, localPort: socket.localPort ?? 0, certificate: null });
      });
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, options.host, resolve);
  });
  const checks = setInterval(
    () => {
      for (const connection of connections) connection.check(performance.now());
    },
    Math.min(checkEachMs, limits.halfFrameMs),
  );
  const opened = server.address();
  return {
    port: typeof opened === 'object' && opened ? opened.port : options.port,
    renew: async (tls) => {
      if (!('setSecureContext' in server)) throw new Error('this port has no certificate');
      server.setSecureContext(secureOptions(tls));
      await noteOwnCertificate(context, tls.cert);
    },
    close: async () => {
      clearInterval(checks);
      instruments.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of connections) connection.end();
      const impatient = setTimeout(() => {
        for (const connection of connections) connection.destroy();
      }, closeWithinMs);
      await Promise.all([closed, orders.close()]);
      clearTimeout(impatient);
      // a stalled database may hold a commit for long; its lines were not acknowledged
      await Promise.race([commit.drained(), sleep(closeWithinMs, undefined, { ref: false })]);
    },
  };
}
