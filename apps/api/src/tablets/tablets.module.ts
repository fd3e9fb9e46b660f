import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { type Actor, CONTEXT, type Context } from '#lis/platform';
import { followContacts } from './follow-contacts.js';
import { TabletsController } from './tablets.controller.js';
import { TabletsDeskController } from './tablets-desk.controller.js';

/** Enrolment, proof of key, revocation; and what every request of a tablet says about it, noted after its answer. */
@Module({ controllers: [TabletsController, TabletsDeskController] })
export class TabletsModule implements OnModuleInit {
  constructor(
    @Inject(CONTEXT) private readonly context: Context,
    private readonly host: HttpAdapterHost<FastifyAdapter>,
  ) {}

  onModuleInit(): void {
    const note = followContacts(this.context);
    const fastify = this.host.httpAdapter.getInstance();
    fastify.addHook('onResponse', (request, _, done) => {
      done();
      const { actor } = request as { actor?: Actor };
      // lost when the database is away: the next request says it again
      note({ headers: request.headers, ...(actor && { actor }) }).catch(() => undefined);
    });
  }
}
