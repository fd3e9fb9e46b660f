import { DEFAULT_MAX_FRAME_BYTES } from '#lis/hl7';
import { type AnalyserConnection, serveAnalyser } from './analyser-connection.js';
import type { TlsFiles } from './listen-over-tls.js';
import { type Listener, openListener } from './open-listener.js';
import type { OrderTraffic } from './orders/order-traffic.js';
import { receiveFrame } from './receive-frame.js';
import type { Reception } from './reception.js';

export type MllpOptions = {
  host: string;
  /** 0: any free one */
  port: number;
  /** further plain ports beside it, for the same analysers: which one they come to may tell who they are */
  morePorts?: readonly number[];
  /** an analyser may be silent between two runs */
  idleMs?: number;
  /** 1.2 kB take a millisecond, a plate with its curves a few seconds on a bad line */
  halfFrameMs?: number;
  maxFrameBytes?: number;
  /** analysers with certificates; without: plain MLLP */
  tls?: TlsFiles;
};

const checkEachMs = 1000;

/** Opens an MLLP port, or several. @throws EADDRINUSE, with none left open */
export function listenForAnalysers(
  reception: Reception,
  orders: OrderTraffic,
  options: MllpOptions,
): Promise<Listener> {
  const { instruments, commit, refuse, heard, warn } = reception;
  const limits = {
    idleMs: options.idleMs ?? 12 * 60 * 60 * 1000,
    halfFrameMs: options.halfFrameMs ?? 15_000,
    maxFrameBytes: options.maxFrameBytes ?? DEFAULT_MAX_FRAME_BYTES,
    hold: reception.limits.hold,
  };
  const receiving = { instruments, commit, clock: reception.context.clock, refuse, orders, heard };
  return openListener(reception, {
    host: options.host,
    ports: [options.port, ...(options.morePorts ?? [])],
    tls: options.tls,
    checkEachMs: Math.min(checkEachMs, limits.halfFrameMs),
    serve: (socket, identity) => {
      const connection: AnalyserConnection = serveAnalyser(
        socket,
        (frame, answer) => receiveFrame(receiving, identity, frame, answer, connection),
        limits,
        warn,
      );
      socket.once('close', () => orders.closed(connection));
      return connection;
    },
  });
}
