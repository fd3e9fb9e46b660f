import 'reflect-metadata';
import { ROLES } from '#lis/domain';
import { tokenHash } from '#lis/platform';
import { accessTable, type Caller, type Cell, judgeAnswer } from '../../apps/api/src/access/access-table.js';
import { listRoutes } from '../../apps/api/src/access/list-routes.js';
import { ApiModule } from '../../apps/api/src/api.module.js';
import { openProduct, type Product } from '../product/open-product.js';
import type { Prove } from './prove.js';

const tokenOf = (caller: Caller) => `token-of-the-prove-${caller}`;

/**
 * Every route of the running api as every role, and with no, a forged, an expired and a revoked credential: who
 * may not gets exactly 403 or 401, who may is served, be it with "malformed". The table is read from the code.
 */
export const prove: Prove = async ({ report }) => {
  const routes = listRoutes(ApiModule);
  const cells = accessTable(routes);
  const product = await openProduct(['api']);
  try {
    await enterCallers(product);
    const faults: string[] = [];
    for (const cell of cells) {
      const fault = judgeAnswer(cell, await call(product.httpPorts[0] ?? 0, cell));
      if (fault !== null) faults.push(fault);
    }
    const count = (expected: Cell['expected']) => cells.filter((cell) => cell.expected === expected).length;
    report({
      routes: routes.length,
      roles: ROLES.length,
      calls: cells.length,
      served: count('served'),
      refused403: count(403),
      refused401: count(401),
    });
    // an expectation that is wrong on purpose must be noticed, else nothing above means anything
    const [wrong] = cells.filter(({ caller, expected }) => caller === 'none' && expected === 401);
    if (!wrong) return 'no route refuses a caller without a credential';
    const told = await call(product.httpPorts[0] ?? 0, wrong);
    if (judgeAnswer({ ...wrong, expected: 'served' }, told) === null)
      return 'a wrong expectation went unnoticed';
    return faults.length === 0 ? null : `${faults.length} faults, the first: ${faults[0]}`;
  } finally {
    await product.close();
  }
};

/** One actor and credential of each role, at a place of the drill, and the credentials that are none. */
async function enterCallers({ database: { owner }, sweep }: Product): Promise<void> {
  const enter = async (id: number, caller: Caller, role: string, kind = 'staff') => {
    await owner`
      insert into actor (id, kind, role, name, site_id, laboratory_id)
      values (${id}, ${kind}, ${role}, ${caller}, ${kind === 'device' ? -101 : null},
        ${role === 'technician' || role === 'verifier' ? -101 : null})`;
    const moment = (is: boolean) => (is ? sweep.sealedAt : null);
    await owner`
      insert into credential (token_hash, actor_id, issued_at, expires_at, revoked_at)
      values (${tokenHash(tokenOf(caller))}, ${id}, ${sweep.sealedAt},
        ${moment(caller === 'expired')}, ${moment(caller.startsWith('revoked'))})`;
  };
  for (const [index, role] of ROLES.entries())
    await enter(-200 - index, role, role, role === 'site' ? 'device' : 'staff');
  await enter(-300, 'expired', 'administrator');
  await enter(-301, 'revoked', 'administrator');
  await enter(-302, 'revoked-device', 'site', 'device');
}

async function call(port: number, { route, caller }: Cell): Promise<number> {
  const isCsv = route.path.endsWith('/jurisdictions');
  const answer = await fetch(`http://127.0.0.1:${port}${route.path}`, {
    method: route.method,
    headers: {
      ...(caller !== 'none' && { authorization: `Bearer ${tokenOf(caller)}` }),
      ...(route.method !== 'GET' && { 'content-type': isCsv ? 'text/csv' : 'application/json' }),
    },
    // the emptiest body: who may call is told "malformed", and nothing is changed
    ...(route.method !== 'GET' && { body: isCsv ? 'nothing' : '{}' }),
  });
  await answer.arrayBuffer();
  return answer.status;
}
