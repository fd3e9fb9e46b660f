import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { connect, type Db } from '#lis/persistence';
import { followClock, type SharedClock } from './clock/shared-clock.js';
import { type Configuration, readConfiguration } from './configuration.js';
import { CONTEXT, type Context } from './context.js';
import { followKeys, type LiveKeys } from './keys/live-keys.js';
import { applicationUrl, loadSecrets, type Secrets } from './secrets.js';

type Settings = { configuration: Configuration; secrets: Secrets };
const SETTINGS = Symbol('Settings');
const SHARED_CLOCK = Symbol('SharedClock');
const DATABASE = Symbol('Db');
const KEYS = Symbol('Keys');

/** Gives every process its Context, and closes the pool last. */
@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(
    @Inject(DATABASE) private readonly db: Db,
    @Inject(SHARED_CLOCK) private readonly clock: SharedClock,
    @Inject(KEYS) private readonly keys: LiveKeys,
  ) {}

  /** `seals`: the process writes sealed values, and so takes shares of the data keys. */
  static of(
    processName: string,
    connections: number,
    { seals = false }: { seals?: boolean } = {},
  ): DynamicModule {
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
          provide: KEYS,
          useFactory: ({ configuration }: Settings, db: Db, clock: SharedClock) =>
            followKeys({ db, clock, configuration }, seals),
          inject: [SETTINGS, DATABASE, SHARED_CLOCK],
        },
        {
          provide: CONTEXT,
          useFactory: (
            { configuration }: Settings,
            db: Db,
            clock: SharedClock,
            { ring }: LiveKeys,
          ): Context => ({ db, clock, keys: ring, configuration }),
          inject: [SETTINGS, DATABASE, SHARED_CLOCK, KEYS],
        },
      ],
      exports: [CONTEXT],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    this.keys.stop();
    await this.clock.stop().catch(() => undefined);
    await this.db.end({ timeout: 5 });
  }
}
