import { Module } from '@nestjs/common';
import { CoverageController } from './coverage.controller.js';
import { ExportsController } from './exports.controller.js';

@Module({ controllers: [CoverageController, ExportsController] })
export class CoverageModule {}
