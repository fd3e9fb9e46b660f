import { Controller, Get, Inject } from '@nestjs/common';
import { Needs, CONTEXT, type Context } from '#lis/platform';

/** Ready means: the database answers. The problem filter turns an unreachable one into 503. */
@Controller('health')
export class HealthController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Get()
  @Needs('public')
  async ready() {
    await this.context.db`select 1`;
    return { status: 'ready' };
  }
}
