import { type CanActivate, type ExecutionContext, Injectable, type Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { Rejection, unknownField } from '#lis/platform';

type Request = { query: unknown; body: unknown };
type Reads = { query: boolean; body: boolean };

/**
 * Refuses parameters for a route that has none, and properties for one that reads no body: what nobody reads was
 * sent by mistake, or to try. Routes that read them refuse unknown ones by their contract.
 */
@Injectable()
export class StrayInputGuard implements CanActivate {
  private readonly known = new WeakMap<object, Reads>();

  canActivate(execution: ExecutionContext): boolean {
    const handler = execution.getHandler();
    let reads = this.known.get(handler);
    if (!reads) this.known.set(handler, (reads = readsOf(execution.getClass(), handler.name)));
    const { query, body } = execution.switchToHttp().getRequest<Request>();
    const strays = [...(reads.query ? [] : namesIn(query)), ...(reads.body ? [] : namesIn(body))];
    if (strays.length === 0) return true;
    throw new Rejection(400, 'malformed', {
      fields: strays.slice(0, 20).map((name) => unknownField([name])),
    });
  }
}

function readsOf(controller: Type, handler: string): Reads {
  const given = Object.keys((Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) as object) ?? {});
  const takes = (kind: RouteParamtypes) => given.some((key) => key.startsWith(`${kind}:`));
  return { query: takes(RouteParamtypes.QUERY), body: takes(RouteParamtypes.BODY) };
}

const namesIn = (value: unknown) =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyNames(value) : [];
