import { type CountedTerm, type Equation, type EquationName, EQUATIONS, judgeEquation } from '#lis/domain';
import type { Db, Executor } from '#lis/persistence';
import { countAcknowledged } from './acknowledged.queries.js';
import { countReceived } from './arrivals.queries.js';
import { countBoxed } from './boxes.queries.js';
import { countCodes } from './codes.queries.js';
import { countCoverage } from './coverage.queries.js';
import { countHandedOver } from './hand-over.queries.js';
import { countPoolsOfLaboratories } from './laboratory-pools.queries.js';
import { countMembers } from './members.queries.js';
import { countCalled } from './readings.queries.js';
import { countPools } from './pools.queries.js';
import { countReceipted } from './receipts.queries.js';
import { countReported } from './reports.queries.js';
import { countResulted } from './results.queries.js';
import { countTablets } from './tablets.queries.js';

const counts: Record<EquationName, (db: Executor, sweepId: number) => Promise<CountedTerm[]>> = {
  'registered-are-members': countMembers,
  'tablets-sealed-are-registered': countTablets,
  'acknowledged-are-registered': countAcknowledged,
  'codes-are-tubes': countCodes,
  'tallied-are-covered': countCoverage,
  'sealed-are-boxed-or-loose': countBoxed,
  'handed-over-are-received-or-missing': countHandedOver,
  'received-are-plated-waiting-or-rejected': countReceived,
  'plated-are-resulted-or-pending': countResulted,
  'read-are-called': countCalled,
  'pools-tallied-are-resulted': countPools,
  'laboratories-pools-are-resulted': countPoolsOfLaboratories,
  'resulted-are-reported-or-held': countReported,
  'reported-are-receipted': countReceipted,
};

/** Every equation of a sweep, all of one snapshot: work that goes on meanwhile is on both sides or on neither. */
export async function reconcile(db: Db, sweepId: number): Promise<Equation[]> {
  return db.begin('isolation level repeatable read read only', async (tx) => {
    // hash joins in memory, whatever the statistics of a sweep that grows say
    await tx`set local work_mem = '128MB'`;
    await tx`set local jit = off`;
    await tx`set local enable_nestloop = off`;
    return judgeSweep(tx, sweepId);
  });
}

/** The same inside a transaction of the caller. */
export async function judgeSweep(db: Executor, sweepId: number): Promise<Equation[]> {
  const equations: Equation[] = [];
  for (const name of EQUATIONS) equations.push(judgeEquation(name, await counts[name](db, sweepId)));
  return equations;
}

export type SweepName = { id: number; name: string };

/** The sweep of that id, or all of them. */
export async function listSweeps(db: Db, sweepId: number | null): Promise<SweepName[]> {
  return db<SweepName[]>`
    select id, name from sweep where ${sweepId}::int is null or id = ${sweepId}::int order by abs(id), id`;
}
