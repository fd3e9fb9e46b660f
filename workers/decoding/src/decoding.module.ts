import { Module } from '@nestjs/common';
import { PlatformModule } from '#lis/platform';
import { DecodingProcessor } from './decoding.processor.js';

@Module({ imports: [PlatformModule.of('decoding', 3)], providers: [DecodingProcessor] })
export class DecodingModule {}
