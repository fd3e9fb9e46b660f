import { Module } from '@nestjs/common';
import { PlatformModule } from '#lis/platform';
import { Gateway } from './gateway.js';

/** Analysers' messages → stored, then acknowledged. Any number may run at once. */
@Module({ imports: [PlatformModule.of('gateway', 4)], providers: [Gateway] })
export class GatewayModule {}
