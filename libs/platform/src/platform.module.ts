import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { connect, type Db } from '#lis/persistence';
import { followClock, type SharedClock } from './clock/shared-clock.js';
import { type Configuration, readConfiguration } from './configuration.js';
import { CONTEXT, type Context } from './context.js';
import { keyRing } from './keys/key-ring.js';
import { applicationUrl, loadSecrets, type Secrets } from './secrets.js';

type Settings = { configuration: Configuration; secrets: Secrets };
const SETTINGS = Symbol('Settings');
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
    return {
      module: PlatformModule,
      providers: [
        // read while the process starts, not while its files load: a bad setting is told without a stack
        {
          provide: SETTINGS,
          useFactory: (): Settings => {
            const configuration = readConfiguration();
            return { configuration, secrets: loadSecrets(configuration) };
          },
        },
        {
          provide: DATABASE,
          useFactory: ({ configuration, secrets }: Settings) =>
            connect(applicationUrl(configuration, secrets), {
              name: processName,
              max: connections,
              plans: 'by-key',
            }),
          inject: [SETTINGS],
        },
        { provide: SHARED_CLOCK, useFactory: (db: Db) => followClock(db), inject: [DATABASE] },
        {
          provide: CONTEXT,
          useFactory: ({ configuration, secrets }: Settings, db: Db, clock: SharedClock): Context => ({
            db,
            clock,
            keys: keyRing(secrets),
            configuration,
          }),
          inject: [SETTINGS, DATABASE, SHARED_CLOCK],
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
