import { type Context, followCertificate } from '#lis/platform';
import { astmOrders } from './astm/astm-orders.js';
import { listenForAstm } from './astm/listen-for-astm.js';
import { listenForAnalysers } from './listen-for-analysers.js';
import type { Listener } from './open-listener.js';
import { orderTraffic } from './orders/order-traffic.js';
import { openReception, type Warn } from './reception.js';
import { readTlsFiles } from './tls-files.js';

/**
 * Opens the ports that the configuration names, MLLP and ASTM, plain and with certificates, over one reception, and one
 * traffic of orders for each language. Gives what closes them all, in at most 6 s. @throws EADDRINUSE, ConfigurationError
 */
export async function openEveryPort(context: Context, warn: Warn): Promise<() => Promise<void>> {
  const { host, mllpPorts, mllpTls, astmPort, astmTlsPort } = context.configuration;
  const [port = 0, ...morePorts] = mllpPorts;
  const tls = mllpTls === null ? null : readTlsFiles(mllpTls);
  const reception = await openReception(context, warn);
  const mllp = orderTraffic(context, warn);
  const astm = astmPort === null && astmTlsPort === null ? null : astmOrders(reception);
  const listeners: Listener[] = [];
  const secure: Listener[] = [];
  let following: { stop(): void } | undefined;
  const close = async () => {
    following?.stop();
    await Promise.all([...[...listeners, ...secure, mllp].map((one) => one.close()), astm?.close()]);
    await reception.close();
  };
  try {
    listeners.push(await listenForAnalysers(reception, mllp, { host, port, morePorts }));
    if (astm && astmPort !== null)
      listeners.push(await listenForAstm(reception, astm, { host, port: astmPort }));
    if (mllpTls === null || tls === null) return close;
    secure.push(await listenForAnalysers(reception, mllp, { host, port: mllpTls.port, tls }));
    if (astm && astmTlsPort !== null)
      secure.push(await listenForAstm(reception, astm, { host, port: astmTlsPort, tls }));
  } catch (error) {
    await close();
    throw error;
  }
  const { certFile, keyFile, caFile } = mllpTls;
  following = followCertificate(context, {
    subject: 'gateway:mllp',
    files: [certFile, keyFile, caFile],
    renew: async () => {
      const files = readTlsFiles(mllpTls);
      await Promise.all(secure.map((listener) => listener.renew(files)));
    },
    warn,
  });
  return close;
}
