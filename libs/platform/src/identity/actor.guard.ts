import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { may, type Permission } from '#lis/domain';
import { CONTEXT, type Context } from '../context.js';
import { Rejection } from '../problems/rejection.js';
import type { Actor } from './actor.js';
import { authenticate } from './authenticate.js';
import { bearerOf } from './bearer.js';

type Request = { headers: Record<string, string | undefined>; ip: string; actor?: Actor };
/** Where a route keeps the permission that it needs. */
export const NEEDS = 'needs';

/** The permission that a route needs; `public`: anybody's. A route without it is refused, and a test fails. */
export const Needs = (permission: Permission | 'public') => SetMetadata(NEEDS, permission);

/** The actor of the request. */
export const By = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<Request>().actor,
);

@Injectable()
export class ActorGuard implements CanActivate {
  constructor(
    @Inject(CONTEXT) private readonly context: Context,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const permission = this.reflector.getAllAndOverride<Permission | 'public' | undefined>(NEEDS, [
      execution.getHandler(),
      execution.getClass(),
    ]);
    if (!permission) return false;
    if (permission === 'public') return true;
    const request = execution.switchToHttp().getRequest<Request>();
    const token = bearerOf(request.headers['authorization']);
    if (token === null) throw new Rejection(401, 'credential-missing');
    const known = await authenticate(this.context, token, request.ip);
    if (!known) throw new Rejection(401, 'credential-unknown');
    // a revoked tablet may still deliver what it sealed before: registration decides, everything else refuses
    const mayDeliver = known.kind === 'device' && permission === 'tube.register';
    if (known.revoked && !mayDeliver) throw new Rejection(401, 'credential-revoked');
    if (!may(known.role, permission)) throw new Rejection(403, 'role-not-allowed');
    request.actor = { ...known, origin: request.ip };
    return true;
  }
}
