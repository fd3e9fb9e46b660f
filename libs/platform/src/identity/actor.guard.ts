import {
  type BeforeApplicationShutdown,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { may, type Permission } from '#lis/domain';
import { CONTEXT, type Context } from '../context.js';
import { Rejection } from '../problems/rejection.js';
import { authenticateSession, isCsrfToken } from './account-session.js';
import type { Actor } from './actor.js';
import { authenticate } from './authenticate.js';
import { bearerOf } from './bearer.js';
import { followRevocations } from './follow-revocations.js';
import { readCookie } from './session-cookie.js';

type Request = {
  method: string;
  protocol: string;
  headers: Record<string, string | undefined>;
  ip: string;
  actor?: Actor;
};
type Known = Omit<Actor, 'origin'>;
/** Where a route keeps the permission that it needs. */
export const NEEDS = 'needs';
/**
 * `public`: anybody. `any-account`: whoever is logged in. `unfinished-account`: the same, also while the password
 * must be changed first.
 */
export type Need = Permission | 'public' | 'any-account' | 'unfinished-account';

/** What a route needs. A route without it is refused, and a test fails. */
export const Needs = (need: Need) => SetMetadata(NEEDS, need);

/** The actor of the request. */
export const By = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<Request>().actor,
);

@Injectable()
export class ActorGuard implements CanActivate, OnApplicationBootstrap, BeforeApplicationShutdown {
  private stop: () => Promise<void> = () => Promise.resolve();

  constructor(
    @Inject(CONTEXT) private readonly context: Context,
    private readonly reflector: Reflector,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    ({ stop: this.stop } = await followRevocations(this.context.db));
  }

  /** The server may be away: the process ends either way. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.stop().catch(() => undefined);
  }

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const need = this.reflector.getAllAndOverride<Need | undefined>(NEEDS, [
      execution.getHandler(),
      execution.getClass(),
    ]);
    if (!need) return false;
    if (need === 'public') return true;
    const request = execution.switchToHttp().getRequest<Request>();
    const known = await (request.headers['authorization'] === undefined
      ? this.bySession(request, need)
      : this.byBearer(request, need));
    if (need === 'any-account' || need === 'unfinished-account') {
      if (!known.session) throw new Rejection(403, 'session-required');
    } else {
      if (!may(known.role, need)) throw new Rejection(403, 'role-not-allowed');
      if (known.scopes && !known.scopes.includes(need)) throw new Rejection(403, 'scope-not-allowed');
    }
    request.actor = { ...known, origin: request.ip };
    return true;
  }

  private async byBearer(request: Request, need: Need): Promise<Known> {
    const token = bearerOf(request.headers['authorization']);
    if (token === null) throw new Rejection(401, 'credential-missing');
    const known = await authenticate(this.context, token, request.ip);
    if (!known) throw new Rejection(401, 'credential-unknown');
    // a revoked tablet may still deliver what it sealed before, into quarantine, and nothing else (law 3)
    if (known.revoked && (known.kind !== 'device' || need !== 'tube.register')) {
      throw new Rejection(401, 'credential-revoked');
    }
    return known;
  }

  /** A browser sends its cookie whoever asked it to: what changes something needs the session's CSRF token too. */
  private async bySession(request: Request, need: Need): Promise<Known> {
    const token = readCookie(request, this.context.configuration);
    if (!token) throw new Rejection(401, 'credential-missing');
    const isAttended = request.headers['x-sweepwell-unattended'] === undefined;
    const known = await authenticateSession(this.context, token, isAttended);
    if (!known) throw new Rejection(401, 'session-ended');
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads && !isCsrfToken(token, request.headers['x-sweepwell-csrf'])) throw new Rejection(403, 'csrf');
    if (known.session?.mustChangePassword && need !== 'unfinished-account')
      throw new Rejection(403, 'password-change-required');
    return known;
  }
}
