import { Module } from '@nestjs/common';
import { AdministrationController } from './administration.controller.js';
import { InstrumentsController } from './instruments.controller.js';
import { KitsController } from './kits.controller.js';
import { PlacesController } from './places.controller.js';
import { SenderProfilesController } from './sender-profiles.controller.js';

@Module({
  controllers: [
    AdministrationController,
    InstrumentsController,
    KitsController,
    PlacesController,
    SenderProfilesController,
  ],
})
export class AdministrationModule {}
