import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import {
  DecideDesignRequest,
  type DesignChoiceAnswer,
  DesignChoiceQuery,
  type DesignChoiceStart,
} from '#lis/contracts';
import { momentText } from '#lis/domain';
import { type Actor, BodyOf, By, CONTEXT, type Context, Needs, QueryOf } from '#lis/platform';
import type { z } from 'zod';
import { beginChoice } from './begin-choice.js';
import { decideDesign, requireLaboratory } from './decide-design.js';
import { lastDecision } from './design-decisions.queries.js';
import { weighDesigns } from './weigh-designs.js';

/** Which design of specimen pools a laboratory should use, and which one it has decided for. */
@Controller('v1/design-choice')
export class DesignChoiceController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Get('start')
  @Needs('design.choose')
  start(@By() actor: Actor): Promise<DesignChoiceStart> {
    return beginChoice(this.context, actor);
  }

  @Get()
  @Needs('design.choose')
  async weigh(
    @By() actor: Actor,
    @QueryOf(DesignChoiceQuery) conditions: z.infer<typeof DesignChoiceQuery>,
  ): Promise<DesignChoiceAnswer> {
    const laboratoryId = requireLaboratory(actor);
    const decision = await lastDecision(this.context.db, laboratoryId);
    const { admissible: _, ...weighed } = await weighDesigns(
      this.context,
      actor,
      conditions,
      decision?.design ?? null,
    );
    return {
      asOf: momentText(this.context.clock.now(actor.realm)),
      conditions,
      ...weighed,
      decision,
    };
  }

  @Post()
  @HttpCode(200)
  @Needs('design.decide')
  decide(@By() actor: Actor, @BodyOf(DecideDesignRequest) body: DecideDesignRequest) {
    return decideDesign(this.context, actor, body);
  }
}
