import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { listRecipients, oweToNewRecipients } from '#lis/persistence';
import { CONTEXT, type Context, keepGoing } from '#lis/platform';
import { actor } from '../actor.js';
import { reportDueMs } from '../making/report-due.js';
import { type Lane, startLane } from './lane.js';
import { type Settler, startSettler } from './settler.js';

const lookAroundMs = 1000;

/**
 * Delivers what is owed, a lane a recipient. Attempts and next-try times live in PostgreSQL, not in the queue
 * (law 4); any number of offices may be open at once.
 */
@Injectable()
export class DeliveryOffice implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Delivery');
  private readonly stop = new AbortController();
  private readonly lanes = new Map<number, Lane>();
  private readonly settler: Settler;
  private lookout = Promise.resolve();

  constructor(@Inject(CONTEXT) private readonly context: Context) {
    this.settler = startSettler(context, (code) => this.log.warn(`receipts: ${code}`));
  }

  onApplicationBootstrap(): void {
    this.lookout = keepGoing(
      this.stop.signal,
      () => this.lookAround(),
      (code) => this.log.warn(`recipients: ${code}`),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.lookout;
    // an attempt under way may still be answered; a dead recipient is not waited for
    const ended = Promise.all([...this.lanes.values()].map((lane) => lane.ended));
    await Promise.race([ended, sleep(3000, undefined, { ref: false })]);
    await this.settler.idle();
  }

  private async lookAround(): Promise<number> {
    const { db, clock } = this.context;
    for (const recipient of await listRecipients(db)) {
      const lane = this.lanes.get(recipient.id);
      if (lane) lane.recipient = recipient;
      else this.lanes.set(recipient.id, this.openLane(recipient));
    }
    for (const realm of ['real', 'drill'] as const) {
      const moments = { now: clock.now(realm), tryAt: clock.machine(), dueMs: reportDueMs, by: actor };
      await oweToNewRecipients(db, realm, moments);
    }
    return lookAroundMs;
  }

  private openLane(recipient: Lane['recipient']): Lane {
    return startLane(this.context, recipient, this.settler, this.stop.signal, (code) =>
      this.log.warn(`recipient ${recipient.id}: ${code}`),
    );
  }
}
