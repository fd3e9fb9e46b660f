import { Module } from '@nestjs/common';
import { RegistrationService } from './registration.service.js';
import { SessionsController } from './sessions.controller.js';
import { TubesController } from './tubes.controller.js';

@Module({ controllers: [TubesController, SessionsController], providers: [RegistrationService] })
export class RegistrationModule {}
