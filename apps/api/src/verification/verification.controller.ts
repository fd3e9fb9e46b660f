import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import {
  CorrectResultRequest,
  DecideConflictRequest,
  parameter,
  ReleaseResultsRequest,
  SignedId,
} from '#lis/contracts';
import { momentText } from '#lis/domain';
import { type Actor, Needs, BodyOf, By, CONTEXT, type Context, QueryOf, Rejection } from '#lis/platform';
import { correctResult, releaseResults } from '#lis/results';
import { z } from 'zod';
import { writeRemark } from '../remarks/index.js';
import { decideConflict } from './decide-conflict.js';
import { listHeld } from './held-results.queries.js';

const HeldQuery = z.strictObject({
  sweepId: parameter(SignedId),
  limit: parameter(z.int().min(1).max(1000)).default(200),
});
const by = ({ name, origin }: Actor) => ({ actor: name, origin });

@Controller('v1/verification')
export class VerificationController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Get('held')
  @Needs('result.list-held')
  async held(@By() actor: Actor, @QueryOf(HeldQuery) { sweepId, limit }: z.infer<typeof HeldQuery>) {
    if (sweepId < 0 !== actor.id < 0) throw new Rejection(404, 'sweep-unknown');
    const results = await listHeld(this.context.db, sweepId, actor.laboratoryId ?? 0, limit);
    return { results: results.map((result) => ({ ...result, madeAt: momentText(result.madeAt) })) };
  }

  @Post('release')
  @HttpCode(200)
  @Needs('result.release')
  async release(
    @By() actor: Actor,
    @BodyOf(ReleaseResultsRequest) body: z.infer<typeof ReleaseResultsRequest>,
  ) {
    const { db, clock } = this.context;
    const results = await db.begin((tx) =>
      releaseResults(tx, actor, by(actor), body, clock.now(actor.realm)),
    );
    return { results };
  }

  @Post('correct')
  @HttpCode(200)
  @Needs('result.correct')
  async correct(
    @By() actor: Actor,
    @BodyOf(CorrectResultRequest) body: z.infer<typeof CorrectResultRequest>,
  ) {
    const { db, clock } = this.context;
    const { reason, ...asked } = body;
    if (body.sweepId < 0 !== actor.id < 0) throw new Rejection(404, 'sweep-unknown');
    const answer = await db.begin(async (tx) => {
      const corrected = await correctResult(tx, actor, by(actor), asked, clock.now(actor.realm));
      const remark = { about: 'correction', text: reason, tubeIds: [asked.tubeId] } as const;
      if (corrected.kind === 'corrected') await writeRemark(tx, this.context, actor, remark);
      return corrected;
    });
    if (answer.kind === 'refused') throw new Rejection(409, answer.code);
    return { version: answer.version };
  }

  @Post('conflicts')
  @HttpCode(200)
  @Needs('conflict.decide')
  decide(@By() actor: Actor, @BodyOf(DecideConflictRequest) body: z.infer<typeof DecideConflictRequest>) {
    return decideConflict(this.context, actor, body);
  }
}
