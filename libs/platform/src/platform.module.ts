import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { connect, type Db } from '#lis/persistence';
import { followClock, type SharedClock } from './clock/shared-clock.js';
import { readConfiguration } from './configuration.js';
import { CONTEXT, type Context } from './context.js';
import { keyRing } from './keys/key-ring.js';
import { applicationUrl, loadSecrets } from './secrets.js';

const SHARED_CLOCK = Symbol('SharedClock');
const DATABASE = Symbol('Db');

/** Gives every process its Context, and closes the pool last. */
@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(
    @Inject(DATABASE) private readonly db: Db,
    @Inject(SHARED_CLOCK) private readonly clock: SharedClock,
  ) {}

  static of(processName: string, connections: number): DynamicModule {
    const configuration = readConfiguration();
    const secrets = loadSecrets(configuration);
    return {
      module: PlatformModule,
      providers: [
        {
          provide: DATABASE,
          useFactory: () =>
            connect(applicationUrl(configuration, secrets), { name: processName, max: connections }),
        },
        { provide: SHARED_CLOCK, useFactory: (db: Db) => followClock(db), inject: [DATABASE] },
        {
          provide: CONTEXT,
          useFactory: (db: Db, clock: SharedClock): Context => ({
            db,
            clock,
            keys: keyRing(secrets),
            configuration,
          }),
          inject: [DATABASE, SHARED_CLOCK],
        },
      ],
      exports: [CONTEXT],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.clock.stop().catch(() => undefined);
    await this.db.end({ timeout: 5 });
  }
}
