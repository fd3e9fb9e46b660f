import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONTEXT, type Context } from '#lis/platform';
import { openEveryPort } from './open-every-port.js';
import { watchFolders } from './watch/watch-folders.js';

/** Opens the MLLP and ASTM ports and watches the folders when the process is ready, and ends both before the database. */
@Injectable()
export class Gateway implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Gateway');
  private readonly ends: (() => Promise<void>)[] = [];

  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  async onApplicationBootstrap(): Promise<void> {
    const { watchFolder } = this.context.configuration;
    const warn = (event: string, detail: Record<string, unknown>) => this.log.warn({ event, ...detail });
    this.ends.push(await openEveryPort(this.context, warn));
    if (watchFolder !== null) this.ends.push(watchFolders(this.context, { root: watchFolder, warn }));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.ends.map((end) => end()));
  }
}
