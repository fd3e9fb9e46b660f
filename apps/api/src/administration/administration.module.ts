import { Module } from '@nestjs/common';
import { AdministrationController } from './administration.controller.js';
import { KitsController } from './kits.controller.js';
import { PlacesController } from './places.controller.js';

@Module({ controllers: [AdministrationController, KitsController, PlacesController] })
export class AdministrationModule {}
