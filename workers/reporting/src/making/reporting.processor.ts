import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Worker } from 'bullmq';
import { jobs } from '#lis/contracts';
import { failureCode } from '#lis/persistence';
import { consumeOutbox, CONTEXT, type Context, loadSecrets, startWorker } from '#lis/platform';
import { makeReports } from './make-reports.js';

/** Takes the jobs of the queue `reporting`. */
@Injectable()
export class ReportingProcessor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Reporting');
  private worker: Worker | undefined;

  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  onApplicationBootstrap(): void {
    const { configuration } = this.context;
    const { queue, name, topic } = jobs.makeReports;
    const unhandled = Object.values<{ queue: string; name: string }>(jobs).find(
      (kind) => kind.queue === queue && kind.name !== name,
    );
    if (unhandled) throw new Error(`nobody handles job ${unhandled.name} of queue ${queue}`);
    const settings = { configuration, secrets: loadSecrets(configuration) };
    this.worker = startWorker(settings, queue, async (jobName, data) => {
      if (jobName !== name) throw new Error(`nobody handles job ${jobName} of queue ${queue}`);
      try {
        await consumeOutbox(this.context, topic, data, (tx, rows) => makeReports(this.context, tx, rows));
      } catch (error) {
        // the rows are offered again from the outbox
        this.log.warn(`${topic}: ${failureCode(error) ?? (error instanceof Error ? error.name : 'unknown')}`);
      }
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.race([this.worker?.close(), new Promise((resolve) => setTimeout(resolve, 5000).unref())]);
  }
}
