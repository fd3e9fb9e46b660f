import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import {
  AmendTubeRequest,
  CheckpointRequest,
  DeviceCountRequest,
  MergePersonsRequest,
  OpenSessionRequest,
} from '#lis/contracts';
import { type Actor, Needs, BodyOf, By, CONTEXT, type Context } from '#lis/platform';
import type { z } from 'zod';
import { amendTube } from './amend-tube.js';
import { mergePersons } from './merge-persons.js';
import { countDevice, noteCheckpoint, openSession } from './tablet-notes.js';

@Controller('v1')
export class SessionsController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Post('sessions')
  @HttpCode(200)
  @Needs('session.open')
  open(@By() actor: Actor, @BodyOf(OpenSessionRequest) body: z.infer<typeof OpenSessionRequest>) {
    return openSession(this.context, actor, body);
  }

  @Post('tubes/checkpoints')
  @HttpCode(200)
  @Needs('tube.checkpoint')
  checkpoint(@By() actor: Actor, @BodyOf(CheckpointRequest) body: z.infer<typeof CheckpointRequest>) {
    return noteCheckpoint(this.context, actor, body);
  }

  @Post('tubes/amendments')
  @HttpCode(200)
  @Needs('tube.amend')
  amend(@By() actor: Actor, @BodyOf(AmendTubeRequest) body: AmendTubeRequest) {
    return amendTube(this.context, actor, body);
  }

  @Post('device-counts')
  @HttpCode(200)
  @Needs('device.count')
  count(@By() actor: Actor, @BodyOf(DeviceCountRequest) body: z.infer<typeof DeviceCountRequest>) {
    return countDevice(this.context, actor, body);
  }

  @Post('persons/merge')
  @HttpCode(200)
  @Needs('person.merge')
  merge(@By() actor: Actor, @BodyOf(MergePersonsRequest) body: z.infer<typeof MergePersonsRequest>) {
    return mergePersons(this.context, actor, body);
  }
}
