import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import {
  CreateActorsRequest,
  CreateLaboratoriesRequest,
  CreateRecipientsRequest,
  RotateRecipientSecretRequest,
  CreateSitesRequest,
  CreateSweepRequest,
  SetDrillClockRequest,
} from '#lis/contracts';
import { parseMoment } from '#lis/domain';
import { writeAudit } from '#lis/persistence';
import {
  type Actor,
  Needs,
  BodyOf,
  By,
  CONTEXT,
  type Context,
  Rejection,
  setDrillClock,
} from '#lis/platform';
import type { z } from 'zod';
import { createActors } from './create-actors.js';
import { createLaboratories, createSites } from './create-places.js';
import { createRecipients } from './create-recipients.js';
import { createSweep } from './create-sweep.js';
import { importJurisdictions } from './import-jurisdictions.js';
import { rotateRecipientSecret } from './rotate-recipient-secret.js';

@Controller('v1/administration')
export class AdministrationController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Post('jurisdictions')
  @HttpCode(200)
  @Needs('city.administer')
  jurisdictions(@By() actor: Actor, @Body() body: unknown) {
    if (typeof body !== 'string')
      throw new Rejection(415, 'media-type-unsupported', { expected: 'text/csv' });
    return importJurisdictions(this.context, actor, body);
  }

  @Post('sweeps')
  @HttpCode(200)
  @Needs('sweep.administer')
  sweep(@By() actor: Actor, @BodyOf(CreateSweepRequest) body: CreateSweepRequest) {
    return createSweep(this.context, sameRealm(actor, body), body);
  }

  @Post('sites')
  @HttpCode(200)
  @Needs('place.administer')
  sites(@By() actor: Actor, @BodyOf(CreateSitesRequest) body: z.infer<typeof CreateSitesRequest>) {
    return createSites(this.context, sameRealm(actor, body), body.sites);
  }

  @Post('laboratories')
  @HttpCode(200)
  @Needs('place.administer')
  laboratories(
    @By() actor: Actor,
    @BodyOf(CreateLaboratoriesRequest) body: z.infer<typeof CreateLaboratoriesRequest>,
  ) {
    return createLaboratories(this.context, sameRealm(actor, body), body.laboratories);
  }

  @Post('recipients')
  @HttpCode(200)
  @Needs('recipient.administer')
  recipients(
    @By() actor: Actor,
    @BodyOf(CreateRecipientsRequest) body: z.infer<typeof CreateRecipientsRequest>,
  ) {
    return createRecipients(this.context, sameRealm(actor, body), body.recipients);
  }

  @Post('recipients/secrets')
  @HttpCode(200)
  @Needs('recipient.administer')
  recipientSecrets(
    @By() actor: Actor,
    @BodyOf(RotateRecipientSecretRequest) body: z.infer<typeof RotateRecipientSecretRequest>,
  ) {
    return rotateRecipientSecret(this.context, actor, body.recipientId);
  }

  @Post('actors')
  @HttpCode(200)
  @Needs('actor.administer')
  actors(@By() actor: Actor, @BodyOf(CreateActorsRequest) body: z.infer<typeof CreateActorsRequest>) {
    return createActors(this.context, sameRealm(actor, body), body.actors);
  }

  /** Only a drill's clock can be set, and only by an administrator of drills (law 9). */
  @Post('drill-clock')
  @HttpCode(200)
  @Needs('drill-clock.set')
  async clock(
    @By() actor: Actor,
    @BodyOf(SetDrillClockRequest) { shows, rate }: z.infer<typeof SetDrillClockRequest>,
  ) {
    sameRealm(actor, { realm: 'drill' });
    const { db, clock } = this.context;
    await setDrillClock(db, parseMoment(shows), rate);
    if (rate !== 0) {
      await writeAudit(db, [
        {
          at: clock.now('drill'),
          sweepId: null,
          actor: actor.name,
          origin: actor.origin,
          action: 'drill-clock-set',
          subject: 'clock:drill',
          detail: { shows, rate },
        },
      ]);
    }
    return { set: true };
  }
}

/** An administrator of one realm makes nothing in the other (law 11). */
function sameRealm(actor: Actor, { realm }: { realm: 'real' | 'drill' }): Actor {
  if (actor.realm !== realm) throw new Rejection(403, 'realm-mixed');
  return actor;
}
