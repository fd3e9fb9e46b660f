import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { HandOverBoxRequest, ReceiveBoxRequest } from '#lis/contracts';
import { type Actor, Needs, BodyOf, By, CONTEXT, type Context } from '#lis/platform';
import { handOverBox } from './hand-over-box.js';
import { receiveBox } from './receive-box.js';

@Controller('v1/boxes')
export class CustodyController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Post('hand-over')
  @HttpCode(200)
  @Needs('box.hand-over')
  handOver(@By() actor: Actor, @BodyOf(HandOverBoxRequest) body: HandOverBoxRequest) {
    return handOverBox(this.context, actor, body);
  }

  @Post('receive')
  @HttpCode(200)
  @Needs('box.receive')
  receive(@By() actor: Actor, @BodyOf(ReceiveBoxRequest) body: ReceiveBoxRequest) {
    return receiveBox(this.context, actor, body);
  }
}
