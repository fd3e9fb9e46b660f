import { type Actor, type Context, Rejection } from '#lis/platform';
import { listSweeps, type Sweep } from '../coverage/index.js';
import { findJurisdiction } from './pool-counts.queries.js';

export type Scope = { sweep: Sweep; topId: number | null; parent: { code: string; name: string } | null };

/**
 * The sweep and the part of the city that a question is about: the jurisdiction that is named, or the asker's own.
 * Outside the health role nobody asks for parts: their counts, taken from one another, would tell the small ones.
 * @throws Rejection 404 `sweep-unknown` `jurisdiction-unknown`, 403 `health-role-only`
 */
export async function scopeOfQuestion(
  { db }: Pick<Context, 'db'>,
  actor: Actor,
  { sweepId, parent }: { sweepId: number; parent?: string | undefined },
): Promise<Scope> {
  const sweep = (await listSweeps(db, actor.realm)).find(({ id }) => id === sweepId);
  if (!sweep) throw new Rejection(404, 'sweep-unknown');
  if (parent === undefined) return { sweep, topId: actor.jurisdictionId, parent: null };
  requireHealthRole(actor);
  const found = await findJurisdiction(db, parent, actor.jurisdictionId);
  if (!found) throw new Rejection(404, 'jurisdiction-unknown');
  return { sweep, topId: found.id, parent: { code: found.code, name: found.name } };
}

/** @throws Rejection 403 `health-role-only` */
export function requireHealthRole({ role }: Pick<Actor, 'role'>): void {
  if (role !== 'official') throw new Rejection(403, 'health-role-only');
}
