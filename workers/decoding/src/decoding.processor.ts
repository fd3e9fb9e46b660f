import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { jobs } from '#lis/contracts';
import { CONTEXT, type Context, consumeOutbox, loadSecrets, startWorker } from '#lis/platform';
import { decodeCalls } from './decode-calls.js';
import { startDeciders } from './deciders.js';

/** Takes the jobs of the queue `decoding`: called wells become results. */
@Injectable()
export class DecodingProcessor implements OnApplicationBootstrap, OnModuleDestroy {
  private stop: () => Promise<void> = async () => undefined;

  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  async onApplicationBootstrap(): Promise<void> {
    const deciders = startDeciders();
    const settings = {
      configuration: this.context.configuration,
      secrets: loadSecrets(this.context.configuration),
    };
    const { queue, name, topic } = jobs.decodePools;
    const worker = startWorker(settings, queue, async (job, data) => {
      if (job !== name) throw new Error(`no handler for job ${job}`);
      await consumeOutbox(this.context, topic, data, (tx, rows) =>
        decodeCalls(this.context, deciders, tx, rows),
      );
    });
    this.stop = async () => {
      await worker.close();
      await deciders.stop();
    };
  }

  async onModuleDestroy(): Promise<void> {
    await this.stop();
  }
}
