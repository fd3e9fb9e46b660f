import { Module } from '@nestjs/common';
import { PlatformModule } from '#lis/platform';
import { DecodingProcessor } from './decoding.processor.js';
import { SpecimenPoolsProcessor } from './specimen-pools/specimen-pools.processor.js';

@Module({
  imports: [PlatformModule.of('decoding', 5)],
  providers: [DecodingProcessor, SpecimenPoolsProcessor],
})
export class DecodingModule {}
