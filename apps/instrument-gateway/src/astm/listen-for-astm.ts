import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { LINE_TIMES, type LineTimes } from '#lis/astm';
import { failureCode, isUnavailable } from '#lis/persistence';
import type { Context } from '#lis/platform';
import { noteOwnCertificate } from '../certificates.js';
import type { ConnectionIdentity } from '../connection-identity.js';
import { connectionLimits, maxConnections } from '../connection-limits.js';
import { followInstruments } from '../instruments.js';
import type { Listener } from '../listen-for-analysers.js';
import { plainAddress, secureOptions, type TlsFiles, tlsServer } from '../listen-over-tls.js';
import { messageCommit } from '../message-commit.js';
import { tellRefusals } from '../refusals.js';
import { messageStore } from '../store-messages.js';
import { type AstmConnection, serveAstm } from './astm-connection.js';
import { astmOrders } from './astm-orders.js';
import { findAstm, keepIncomplete, receiveAstm } from './receive-astm.js';

type Options = {
  host: string;
  /** 0: any free one */
  port: number;
  /** events and codes, never bytes of a message */
  warn: (event: string, detail: Record<string, unknown>) => void;
  /** analysers with certificates; without: plain */
  tls?: TlsFiles;
  /** an analyser may be silent between two runs */
  idleMs?: number;
  /** bytes without a session: a browser, a scanner */
  noiseMs?: number;
  times?: LineTimes;
  storeWithinMs?: number;
  checkEachMs?: number;
  lookEachMs?: number;
};

const closeWithinMs = 3000;

/**
 * Opens a port for analysers that speak ASTM. A connection that no such instrument may hold, by address, port and
 * certificate, ends before a byte of it is read, and is told to a person. @throws EADDRINUSE
 */
export async function listenForAstm(context: Context, options: Options): Promise<Listener> {
  const { db, clock, configuration } = context;
  const { warn, times = LINE_TIMES } = options;
  const instruments = await followInstruments(db);
  const store = messageStore(db, configuration.commitsInFlight);
  const commit = messageCommit({
    inFlight: configuration.commitsInFlight,
    store: store.store,
    isUnavailable,
    onError: (error) => warn('not-stored', { code: failureCode(error) ?? 'unknown' }),
  });
  const refuse = tellRefusals(context, warn);
  const orders = astmOrders(context, warn, options.lookEachMs ?? 1000);
  const receiving = { instruments, commit, clock, orders, storeWithinMs: options.storeWithinMs ?? 10_000 };
  const connections = new Set<AstmConnection>();
  const shared = connectionLimits(warn);
  const limits = {
    idleMs: options.idleMs ?? 12 * 60 * 60 * 1000,
    noiseMs: options.noiseMs ?? 15_000,
    hold: shared.hold,
  };
  const mayCome = (identity: ConnectionIdentity) =>
    instruments.comingFrom(identity).some(({ profile }) => profile.protocol === 'astm');

  const serve = (socket: Socket, identity: ConnectionIdentity) => {
    if (!shared.admit(socket, identity.address)) return;
    const connection: AstmConnection = serveAstm(socket, {
      receive: (text, settle) => receiveAstm(receiving, { identity, connection }, text, settle),
      incomplete: (text) => keepIncomplete(receiving, identity, text),
      limits,
      times,
      warn,
    });
    connections.add(connection);
    socket.once('close', () => {
      connections.delete(connection);
      orders.closed(connection);
    });
    // one that nobody else can be is given its orders before it says anything
    const alone = findAstm(instruments, identity, null);
    if (alone !== undefined) orders.heard(alone.id, connection);
  };
  const admit = async (socket: Socket, identity: ConnectionIdentity) => {
    socket.on('error', () => socket.destroy());
    if (!mayCome(identity)) await instruments.refresh();
    // it may be gone while the records were asked
    if (socket.destroyed) return;
    if (mayCome(identity)) return serve(socket, identity);
    socket.destroy();
    return refuse(identity.address, 'unknown-sender');
  };

  const server = options.tls
    ? await tlsServer(context, {
        instruments,
        tls: options.tls,
        serve: (socket, identity) => void admit(socket, identity),
        refuse,
        warn,
      })
    : createServer({ noDelay: true }, (socket) => {
        const address = plainAddress(socket);
        // gone again before it was served
        if (address === '') socket.destroy();
        else void admit(socket, { address, localPort: socket.localPort ?? 0, certificate: null });
      });
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, options.host, resolve);
  });
  const checks = setInterval(() => {
    for (const connection of connections) connection.check(performance.now());
  }, options.checkEachMs ?? 1000);
  const opened = server.address();
  const port = typeof opened === 'object' && opened ? opened.port : options.port;
  return {
    port,
    ports: [port],
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
      await Promise.race([commit.drained(), sleep(closeWithinMs, undefined, { ref: false })]);
      await Promise.race([store.end(), sleep(closeWithinMs, undefined, { ref: false })]);
    },
  };
}
