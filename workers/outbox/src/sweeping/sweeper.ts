import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONTEXT, type Context, keepGoing } from '#lis/platform';
import { sweepOrders } from './sweep-orders.js';
import { sweepPast } from './sweep-past.js';

const rowsAtOnce = 1000;
const restMs = 60_000;

/** Keeps sessions, codes, nonces and orders that are over from piling up. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Sweeper');
  private readonly stop = new AbortController();
  private loop = Promise.resolve();

  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  onApplicationBootstrap(): void {
    const { db, clock } = this.context;
    this.loop = keepGoing(
      this.stop.signal,
      async () => {
        const past = await sweepPast(db, clock.machine(), rowsAtOnce);
        const now = { real: clock.now('real'), drill: clock.now('drill') };
        const orders = await sweepOrders(db, now, rowsAtOnce);
        return Math.max(past, orders) >= rowsAtOnce ? 1000 : restMs;
      },
      (code) => this.log.warn(`sweep: ${code}`),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.loop;
  }
}
