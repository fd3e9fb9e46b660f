import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { LayOutPlateRequest, SendPlateRequest, SignedId } from '#lis/contracts';
import { type Actor, Needs, BodyOf, By, CONTEXT, type Context, QueryOf } from '#lis/platform';
import { z } from 'zod';
import { layOutPlate, readWorklist } from './lay-out-plate.js';
import { readPlateOrders, sendPlate } from './send-plate.js';
import { listWaiting } from './waiting.queries.js';

const WaitingQuery = z.object({
  sweepId: z.coerce.number().pipe(SignedId),
  limit: z.coerce.number().int().min(1).max(5000).default(500),
});
const WorklistQuery = z.object({ barcode: z.string().min(1).max(40) });

@Controller('v1')
export class PlatingController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Get('laboratory/waiting')
  @Needs('tube.list-waiting')
  waiting(@By() actor: Actor, @QueryOf(WaitingQuery) { sweepId, limit }: z.infer<typeof WaitingQuery>) {
    return listWaiting(this.context.db, sweepId, actor.laboratoryId ?? 0, limit);
  }

  @Post('plates')
  @HttpCode(200)
  @Needs('plate.lay-out')
  layOut(@By() actor: Actor, @BodyOf(LayOutPlateRequest) body: LayOutPlateRequest) {
    return layOutPlate(this.context, actor, body);
  }

  @Get('plates/worklist')
  @Needs('plate.read-worklist')
  worklist(@By() actor: Actor, @QueryOf(WorklistQuery) { barcode }: z.infer<typeof WorklistQuery>) {
    return readWorklist(this.context, actor, barcode);
  }

  @Post('plates/send')
  @HttpCode(200)
  @Needs('plate.send-orders')
  send(@By() actor: Actor, @BodyOf(SendPlateRequest) body: SendPlateRequest) {
    return sendPlate(this.context, actor, body);
  }

  @Get('plates/orders')
  @Needs('plate.read-orders')
  orders(@By() actor: Actor, @QueryOf(WorklistQuery) { barcode }: z.infer<typeof WorklistQuery>) {
    return readPlateOrders(this.context, actor, barcode);
  }
}
