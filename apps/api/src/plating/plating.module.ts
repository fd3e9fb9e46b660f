import { Module } from '@nestjs/common';
import { PlatingController } from './plating.controller.js';

@Module({ controllers: [PlatingController] })
export class PlatingModule {}
