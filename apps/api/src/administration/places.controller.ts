import { Controller, Get, Inject } from '@nestjs/common';
import { type PlacesAnswer, PlacesQuery } from '#lis/contracts';
import { type Actor, By, CONTEXT, type Context, Needs, QueryOf } from '#lis/platform';
import type { z } from 'zod';
import { findPlaces } from './places.queries.js';

/** What an administrator chooses from where a form asks for a place. */
@Controller('v1/administration/places')
export class PlacesController {
  constructor(@Inject(CONTEXT) private readonly context: Context) {}

  @Get()
  @Needs('place.administer')
  async find(
    @By() actor: Actor,
    @QueryOf(PlacesQuery) { kind, find }: z.infer<typeof PlacesQuery>,
  ): Promise<z.infer<typeof PlacesAnswer>> {
    return { places: await findPlaces(this.context.db, actor.realm, kind, find) };
  }
}
