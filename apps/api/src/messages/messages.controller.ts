import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { MessagesQuery, OneMessageQuery, ReplayMessagesRequest } from '#lis/contracts';
import { type Actor, BodyOf, By, CONTEXT, type Context, Needs, QueryOf } from '#lis/platform';
import type { z } from 'zod';
import { listMessages } from './list-messages.js';
import { readMessageFate } from './read-message-fate.js';
import { replayMessages } from './replay-messages.js';

@Controller('v1/messages')
export class MessagesController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Get()
  @Needs('message.read')
  list(@By() actor: Actor, @QueryOf(MessagesQuery) query: MessagesQuery) {
    return listMessages(this.context, actor, query);
  }

  @Get('one')
  @Needs('message.read')
  one(@By() actor: Actor, @QueryOf(OneMessageQuery) { id }: z.infer<typeof OneMessageQuery>) {
    return readMessageFate(this.context, actor, id);
  }

  @Post('replay')
  @HttpCode(200)
  @Needs('message.replay')
  replay(@By() actor: Actor, @BodyOf(ReplayMessagesRequest) body: ReplayMessagesRequest) {
    return replayMessages(this.context, actor, body);
  }
}
