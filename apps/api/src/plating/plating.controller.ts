import { Controller, Get, HttpCode, Inject, Post, StreamableFile } from '@nestjs/common';
import {
  LayOutPlateRequest,
  parameter,
  PlatesQuery,
  ScannedCode,
  SendPlateRequest,
  SignedId,
} from '#lis/contracts';
import { SETUP_FORMATS, type SetupFormat } from '#lis/instrument-files';
import { type Actor, Needs, BodyOf, By, CONTEXT, type Context, QueryOf } from '#lis/platform';
import { z } from 'zod';
import { layOutPlate, readWorklist } from './lay-out-plate.js';
import { listPlates } from './list-plates.js';
import { readPlateOrders, sendPlate } from './send-plate.js';
import { listWaiting } from './waiting.queries.js';
import { writeSetup } from './write-setup.js';

const WaitingQuery = z.strictObject({
  sweepId: parameter(SignedId),
  limit: parameter(z.int().min(1).max(5000)).default(500),
});
const WorklistQuery = z.strictObject({ barcode: ScannedCode });
const SetupQuery = z.strictObject({
  barcode: ScannedCode,
  format: z.enum(Object.keys(SETUP_FORMATS) as [SetupFormat, ...SetupFormat[]]),
  /** one for each target of the kit and the internal control, with commas */
  dyes: z
    .string()
    .regex(/^[A-Za-z0-9 .]{1,20}(,[A-Za-z0-9 .]{1,20}){0,9}$/)
    .optional(),
});

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

  @Get('plates')
  @Needs('plate.list')
  plates(@By() actor: Actor, @QueryOf(PlatesQuery) query: PlatesQuery) {
    return listPlates(this.context.db, actor, query);
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

  @Get('plates/setup')
  @Needs('plate.read-setup')
  async setup(
    @By() actor: Actor,
    @QueryOf(SetupQuery) { barcode, format, dyes }: z.infer<typeof SetupQuery>,
  ) {
    const { bytes, name, type } = await writeSetup(this.context, actor, barcode, format, dyes?.split(','));
    return new StreamableFile(bytes, { type, disposition: `attachment; filename="${name}"` });
  }
}
