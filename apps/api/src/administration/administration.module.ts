import { Module } from '@nestjs/common';
import { AdministrationController } from './administration.controller.js';
import { KitsController } from './kits.controller.js';

@Module({ controllers: [AdministrationController, KitsController] })
export class AdministrationModule {}
