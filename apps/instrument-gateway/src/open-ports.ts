import { createServer, type Server, type Socket } from 'node:net';
import type { ConnectionIdentity } from './connection-identity.js';
import { maxConnections } from './connection-limits.js';
import { plainAddress } from './listen-over-tls.js';

/** A server for analysers without certificates. */
export function plainServer(serve: (socket: Socket, identity: ConnectionIdentity) => void): Server {
  return createServer({ noDelay: true }, (socket) => {
    const address = plainAddress(socket);
    // gone again before it was served
    if (address === '') socket.destroy();
    else serve(socket, { address, localPort: socket.localPort ?? 0, certificate: null });
  });
}

/** Opens a port, 0: any free one; answers which. @throws EADDRINUSE */
export async function openPort(server: Server, host: string, port: number): Promise<number> {
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const opened = server.address();
  return typeof opened === 'object' && opened ? opened.port : port;
}
