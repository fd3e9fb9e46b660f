import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { sealAudit } from '#lis/persistence';
import { checkpointsFile, CONTEXT, type Context, keepGoing } from '#lis/platform';
import { checkpointFile } from './checkpoint-file.js';
import { tailWatch } from './watch-tail.js';

/** Rows of one transaction of the sealer: some ms of hashing and 300 kB of block. */
const rowsAtOnce = 2000;
/** A rest makes blocks of many rows; every row is to be sealed within 5 s. */
const restMs = 2000;
const checkpointMs = 3000;
const watchMs = 2000;

/** Chains the audit a moment behind its causes, notes the ends outside the database, and watches the tail (law 8). */
@Injectable()
export class Sealer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Sealer');
  private readonly stop = new AbortController();
  private loops: Promise<void>[] = [];
  private readonly file: ReturnType<typeof checkpointFile>;

  constructor(@Inject(CONTEXT) private readonly context: Context) {
    this.file = checkpointFile(checkpointsFile(context.configuration));
  }

  onApplicationBootstrap(): void {
    const { db, clock } = this.context;
    const watch = tailWatch(this.context);
    this.loops = [
      this.keep('seal', async () =>
        (await sealAudit(db, rowsAtOnce, clock.now('real'))) === rowsAtOnce ? 0 : restMs,
      ),
      this.keep('checkpoint', async () => {
        await this.file.note(db, clock.now('real'));
        return checkpointMs;
      }),
      this.keep('watch', async () => {
        await watch.look();
        return watchMs;
      }),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await Promise.all(this.loops);
    const { db, clock } = this.context;
    // what was sealed since the last checkpoint must not wait for the next start; the server may be away
    await sealAudit(db, rowsAtOnce, clock.now('real'))
      .then(() => this.file.note(db, clock.now('real')))
      .catch(() => this.log.warn('checkpoint: not written at the end'));
  }

  private keep(name: string, step: () => Promise<number>): Promise<void> {
    return keepGoing(this.stop.signal, step, (code) => this.log.warn(`${name}: ${code}`));
  }
}
