import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONTEXT, type Context, followCertificate } from '#lis/platform';
import { listenForAstm } from './astm/listen-for-astm.js';
import { listenForAnalysers, type Listener } from './listen-for-analysers.js';
import { readTlsFiles } from './tls-files.js';
import { watchFolders } from './watch/watch-folders.js';

/** Opens the MLLP and ASTM ports and watches the folders when the process is ready, and ends both before the database. */
@Injectable()
export class Gateway implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Gateway');
  private readonly listeners: Listener[] = [];
  private stopWatching: () => Promise<void> = async () => undefined;
  private following: { stop(): void } | undefined;

  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  async onApplicationBootstrap(): Promise<void> {
    const { host, mllpPorts, mllpTls, astmPort, astmTlsPort, watchFolder } = this.context.configuration;
    const [port = 0, ...morePorts] = mllpPorts;
    const warn = (event: string, detail: Record<string, unknown>) => this.log.warn({ event, ...detail });
    this.listeners.push(await listenForAnalysers(this.context, { host, port, morePorts, warn }));
    if (astmPort !== null)
      this.listeners.push(await listenForAstm(this.context, { host, port: astmPort, warn }));
    if (watchFolder !== null) this.stopWatching = watchFolders(this.context, { root: watchFolder, warn });
    if (mllpTls === null) return;
    const tls = readTlsFiles(mllpTls);
    const secure = [await listenForAnalysers(this.context, { host, port: mllpTls.port, warn, tls })];
    if (astmTlsPort !== null)
      secure.push(await listenForAstm(this.context, { host, port: astmTlsPort, warn, tls }));
    this.listeners.push(...secure);
    const { certFile, keyFile, caFile } = mllpTls;
    this.following = followCertificate(this.context, {
      subject: 'gateway:mllp',
      files: [certFile, keyFile, caFile],
      renew: async () => {
        const files = readTlsFiles(mllpTls);
        await Promise.all(secure.map((listener) => listener.renew(files)));
      },
      warn,
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.following?.stop();
    await Promise.all([this.stopWatching(), ...this.listeners.map((listener) => listener.close())]);
  }
}
