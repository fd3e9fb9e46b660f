import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { jobs } from '#lis/contracts';
import { CONTEXT, type Context, loadSecrets, startWorker } from '#lis/platform';
import { startBatchThreads } from './batch-threads.js';
import { decodeJobs } from './decode-job.js';

/** Two jobs at once: the threads work on the second while the first is kept. */
const jobsAtOnce = 2;

/** Takes the jobs of the queue `specimen-pools`: readings of batches become decodes. */
@Injectable()
export class SpecimenPoolsProcessor implements OnApplicationBootstrap, OnModuleDestroy {
  private stop: () => Promise<void> = async () => undefined;

  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  async onApplicationBootstrap(): Promise<void> {
    const { configuration } = this.context;
    const threads = startBatchThreads({ count: configuration.decodingThreads });
    const { queue, name, topic } = jobs.decodeSpecimenPools;
    const decode = decodeJobs(this.context, threads, topic);
    const worker = startWorker(
      { configuration, secrets: loadSecrets(configuration) },
      queue,
      async (job, data) => {
        if (job !== name) throw new Error(`no handler for job ${job}`);
        await decode(data);
      },
      jobsAtOnce,
    );
    this.stop = async () => {
      await worker.close();
      await threads.stop();
    };
  }

  async onModuleDestroy(): Promise<void> {
    await this.stop();
  }
}
