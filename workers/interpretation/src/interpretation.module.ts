import { Module } from '@nestjs/common';
import { PlatformModule } from '#lis/platform';
import { InterpretationProcessor } from './interpretation.processor.js';

/** Stored instrument messages → readings → judged runs → well calls. Any number may run at once. */
@Module({ imports: [PlatformModule.of('interpretation', 3)], providers: [InterpretationProcessor] })
export class InterpretationModule {}
