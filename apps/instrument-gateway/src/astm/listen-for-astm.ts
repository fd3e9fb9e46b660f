import { LINE_TIMES, type LineTimes } from '#lis/astm';
import type { ConnectionIdentity } from '../connection-identity.js';
import type { TlsFiles } from '../listen-over-tls.js';
import { type Listener, openListener } from '../open-listener.js';
import type { Reception } from '../reception.js';
import { type AstmConnection, serveAstm } from './astm-connection.js';
import type { AstmOrders } from './astm-orders.js';
import { findAstm, keepIncomplete, receiveAstm } from './receive-astm.js';

export type AstmOptions = {
  host: string;
  /** 0: any free one */
  port: number;
  /** analysers with certificates; without: plain */
  tls?: TlsFiles;
  /** an analyser may be silent between two runs */
  idleMs?: number;
  /** bytes without a session: a browser, a scanner */
  noiseMs?: number;
  times?: LineTimes;
  storeWithinMs?: number;
  checkEachMs?: number;
};

/**
 * Opens a port for analysers that speak ASTM. A connection that no such instrument may hold, by address, port and
 * certificate, ends before a byte of it is read, and is told to a person. @throws EADDRINUSE
 */
export function listenForAstm(
  reception: Reception,
  orders: AstmOrders,
  options: AstmOptions,
): Promise<Listener> {
  const { instruments, commit, heard, warn } = reception;
  const { clock } = reception.context;
  const { times = LINE_TIMES, storeWithinMs = 10_000 } = options;
  const receiving = { instruments, commit, clock, orders, heard, storeWithinMs };
  const limits = {
    idleMs: options.idleMs ?? 12 * 60 * 60 * 1000,
    noiseMs: options.noiseMs ?? 15_000,
    hold: reception.limits.hold,
  };
  return openListener(reception, {
    host: options.host,
    ports: [options.port],
    tls: options.tls,
    checkEachMs: options.checkEachMs ?? 1000,
    mayCome: (identity: ConnectionIdentity) =>
      instruments.comingFrom(identity).some(({ profile }) => profile.protocol === 'astm'),
    serve: (socket, identity) => {
      const connection: AstmConnection = serveAstm(socket, {
        receive: (text, settle) => receiveAstm(receiving, { identity, connection }, text, settle),
        incomplete: (text) => keepIncomplete(receiving, identity, text),
        limits,
        times,
        warn,
      });
      socket.once('close', () => orders.closed(connection));
      // one that nobody else can be is given its orders before it says anything
      const alone = findAstm(instruments, identity, null);
      if (alone !== undefined) orders.open(alone.id, connection);
      return connection;
    },
  });
}
