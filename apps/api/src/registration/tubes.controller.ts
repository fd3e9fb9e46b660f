import { Controller, HttpCode, Post } from '@nestjs/common';
import { RegisterTubesRequest } from '#lis/contracts';
import { type Actor, Needs, BodyOf, By } from '#lis/platform';
import type { z } from 'zod';
import { RegistrationService } from './registration.service.js';

@Controller('v1/tubes')
export class TubesController {
  constructor(private readonly registration: RegistrationService) {}

  @Post()
  @HttpCode(200)
  @Needs('tube.register')
  async register(
    @By() actor: Actor,
    @BodyOf(RegisterTubesRequest) { tubes }: z.infer<typeof RegisterTubesRequest>,
  ) {
    return { receipts: await this.registration.register(actor, tubes) };
  }
}
