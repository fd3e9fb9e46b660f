import { Controller, Get, Inject } from '@nestjs/common';
import { parameter, SignedId, text } from '#lis/contracts';
import { momentText, withoutSmallCount } from '#lis/domain';
import { type Actor, Needs, By, CONTEXT, type Context, QueryOf, Rejection } from '#lis/platform';
import { z } from 'zod';
import { coverageByResidence } from './coverage.queries.js';
import { forecastSweep } from './forecast-sweep.js';
import { funnelOf } from './funnel.queries.js';
import { rememberAnswers } from './remembered.js';
import { listSweeps, type Sweep, sweepLine } from './sweeps.queries.js';

const OfSweep = z.strictObject({ sweepId: parameter(SignedId) });
const OfJurisdiction = OfSweep.extend({ parent: text(20).min(1).optional() });
// The rule counts through every day of the sweep, 10 ms for four of them: once per look of a dashboard is enough.
const forecastKeptMs = 2000;

/**
 * What officials see, each of the own jurisdiction; the forecast is of the whole sweep, which ends together. Nobody
 * sees another realm: a sweep of it is unknown.
 */
@Controller('v1')
@Needs('coverage.read')
export class CoverageController {
  private readonly remembered: ReturnType<typeof rememberAnswers>;

  constructor(@Inject(CONTEXT) private readonly context: Context) {
    this.remembered = rememberAnswers(context.clock);
  }

  @Get('sweeps')
  async sweeps(@By() actor: Actor) {
    return { sweeps: (await this.sweepsOf(actor)).map(sweepLine) };
  }

  @Get('coverage')
  async coverage(@QueryOf(OfJurisdiction) query: z.infer<typeof OfJurisdiction>, @By() actor: Actor) {
    const { id, realm } = await this.sweepOf(query.sweepId, actor);
    const parent = query.parent ?? null;
    const answer = await this.remembered(
      `coverage ${id} ${actor.jurisdictionId} ${parent ?? ''}`,
      async () => ({
        asOf: momentText(this.context.clock.now(realm)),
        counts: await coverageByResidence(this.context.db, id, parent, actor.jurisdictionId),
      }),
    );
    if (!answer.counts) throw new Rejection(404, 'jurisdiction-unknown');
    return { asOf: answer.asOf, ...answer.counts };
  }

  @Get('funnel')
  async funnel(@QueryOf(OfSweep) query: z.infer<typeof OfSweep>, @By() actor: Actor) {
    const { id, realm } = await this.sweepOf(query.sweepId, actor);
    const funnel = await this.remembered(`funnel ${id} ${actor.jurisdictionId}`, async () => ({
      asOf: momentText(this.context.clock.now(realm)),
      ...(await funnelOf(this.context.db, id, actor.jurisdictionId)),
    }));
    // what is held is what may be positive: of a few, only health officials are told how many
    const { tubes, people } = funnel.held;
    const held = {
      tubes: withoutSmallCount(actor.role, tubes),
      people: withoutSmallCount(actor.role, people),
    };
    return { ...funnel, held };
  }

  @Get('forecast')
  async forecast(@QueryOf(OfSweep) query: z.infer<typeof OfSweep>, @By() actor: Actor) {
    const sweep = await this.sweepOf(query.sweepId, actor);
    return this.remembered(`forecast ${sweep.id}`, () => forecastSweep(this.context, sweep), forecastKeptMs);
  }

  private sweepsOf(actor: Actor): Promise<Sweep[]> {
    return this.remembered(`sweeps ${actor.realm}`, () => listSweeps(this.context.db, actor.realm));
  }

  private async sweepOf(sweepId: number, actor: Actor): Promise<Sweep> {
    const sweep = (await this.sweepsOf(actor)).find(({ id }) => id === sweepId);
    if (!sweep) throw new Rejection(404, 'sweep-unknown');
    return sweep;
  }
}
