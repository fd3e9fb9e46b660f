import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONTEXT, type Context } from '#lis/platform';
import { listenForAnalysers, type Listener } from './listen-for-analysers.js';

/** Opens the MLLP port when the process is ready, and closes it before the database. */
@Injectable()
export class Gateway implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Gateway');
  private listener: Listener | undefined;

  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  async onApplicationBootstrap(): Promise<void> {
    const { host, mllpPort: port } = this.context.configuration;
    this.listener = await listenForAnalysers(this.context, {
      host,
      port,
      warn: (event, detail) => this.log.warn({ event, ...detail }),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.listener?.close();
  }
}
