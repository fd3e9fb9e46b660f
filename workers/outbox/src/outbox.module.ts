import { Module } from '@nestjs/common';
import { PlatformModule } from '#lis/platform';
import { Folder } from './folder.js';
import { Relay } from './relay.js';

/** Committed outbox rows → queue, and tally deltas → tallies. Any number may run at once. */
@Module({ imports: [PlatformModule.of('outbox', 3)], providers: [Relay, Folder] })
export class OutboxModule {}
