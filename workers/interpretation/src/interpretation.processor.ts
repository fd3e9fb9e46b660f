import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { jobs } from '#lis/contracts';
import { CONTEXT, type Context, consumeOutbox, loadSecrets, startWorker, keepGoing } from '#lis/platform';
import { interpretMessages } from './interpret-messages.js';
import { nothingLookedAt, reportMissingWells } from './missing-wells.js';
import { offerOrphansAgain } from './orphans.js';

const orphansEachMs = 2000;
const missingEachMs = 2000;

/** Takes the jobs of the queue `interpretation`, and looks after what did not come or came too early. */
@Injectable()
export class InterpretationProcessor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Interpretation');
  private readonly stop = new AbortController();
  private loops: Promise<unknown>[] = [];
  private closeWorker: () => Promise<void> = async () => undefined;

  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  onApplicationBootstrap(): void {
    const { context } = this;
    const settings = { configuration: context.configuration, secrets: loadSecrets(context.configuration) };
    const { queue, name, topic } = jobs.interpretMessages;
    const worker = startWorker(settings, queue, async (job, data) => {
      if (job !== name) throw new Error(`no handler for job ${job}`);
      await consumeOutbox(context, topic, data, (tx, rows) => interpretMessages(context, tx, rows));
    });
    this.closeWorker = () => worker.close();
    const each = (ms: number, step: () => Promise<void>) =>
      keepGoing(
        this.stop.signal,
        async () => {
          await step();
          return ms;
        },
        (code) => this.log.warn(code),
      );
    let looked = nothingLookedAt;
    this.loops = [
      each(orphansEachMs, () => offerOrphansAgain(context.db)),
      each(missingEachMs, async () => {
        looked = await reportMissingWells(context, looked);
      }),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await Promise.all([...this.loops, this.closeWorker()]);
  }
}
