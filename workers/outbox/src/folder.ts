import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { foldPoolCounts, foldTallies } from '#lis/persistence';
import { CONTEXT, type Context, keepGoing } from '#lis/platform';

const deltasAtOnce = 5000;
const restMs = 200;

/** Keeps the officials' counts at most a fraction of a second behind their causes. */
@Injectable()
export class Folder implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Folder');
  private readonly stop = new AbortController();
  private loop = Promise.resolve();

  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  onApplicationBootstrap(): void {
    this.loop = keepGoing(
      this.stop.signal,
      async () => {
        const counts = await foldTallies(this.context.db, deltasAtOnce);
        const pools = await foldPoolCounts(this.context.db, deltasAtOnce);
        return Math.max(counts, pools) === deltasAtOnce ? 0 : restMs;
      },
      (code) => this.log.warn(`fold: ${code}`),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.loop;
  }
}
