import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Queue } from 'bullmq';
import { jobs } from '#lis/contracts';
import { CONTEXT, type Context, loadSecrets, openQueue, keepGoing } from '#lis/platform';
import { type JobKind, offerDueRows } from './offer-due-rows.js';

// Polling: a NOTIFY inside the hot transactions would serialise their commits. An idle poll costs 0.1 ms, a job
// some ms of three processes: a short wait makes one job of many rows.
const restMs = 80;

/** For each kind of job a loop from the outbox to its queue. */
@Injectable()
export class Relay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Relay');
  private readonly stop = new AbortController();
  private readonly queues: Queue[] = [];
  private loops: Promise<void>[] = [];

  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  onApplicationBootstrap(): void {
    const { configuration } = this.context;
    const settings = { configuration, secrets: loadSecrets(configuration) };
    this.loops = Object.values(jobs).map((kind) => {
      const queue = openQueue(settings, kind.queue);
      this.queues.push(queue);
      return this.relay(kind, queue);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await Promise.all(this.loops);
    // closing asks the queue's server, which may be away; the process ends either way
    void Promise.allSettled(this.queues.map((queue) => queue.close()));
  }

  private relay(kind: JobKind, queue: Queue): Promise<void> {
    return keepGoing(
      this.stop.signal,
      async () => {
        const offered = await offerDueRows(this.context.db, kind, (name, data, jobId) =>
          queue.add(name, data, { jobId }),
        );
        return offered === kind.atMost ? 0 : restMs;
      },
      (code) => this.log.warn(`${kind.topic}: ${code}`),
    );
  }
}
