import { Module } from '@nestjs/common';
import { PlatformModule } from '#lis/platform';
import { Folder } from './folder.js';
import { Relay } from './relay.js';
import { Sealer } from './sealing/sealer.js';
import { Sweeper } from './sweeping/sweeper.js';

/** Committed outbox rows → queue, tally deltas → tallies, audit rows → chains; what is over is swept. Any number may run at once. */
@Module({ imports: [PlatformModule.of('outbox', 4)], providers: [Relay, Folder, Sealer, Sweeper] })
export class OutboxModule {}
