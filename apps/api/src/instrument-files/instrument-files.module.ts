import { Module } from '@nestjs/common';
import { InstrumentFilesController } from './instrument-files.controller.js';

@Module({ controllers: [InstrumentFilesController] })
export class InstrumentFilesModule {}
