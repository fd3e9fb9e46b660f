import { Module } from '@nestjs/common';
import { SpecimenPoolsController } from './specimen-pools.controller.js';

@Module({ controllers: [SpecimenPoolsController] })
export class SpecimenPoolsModule {}
