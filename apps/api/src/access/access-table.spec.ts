import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ApiModule } from '../api.module.js';
import { accessMarkdown, accessTable, CALLERS, judgeAnswer } from './access-table.js';
import { listRoutes, type Route } from './list-routes.js';

const routes = listRoutes(ApiModule);

it('has a line for every route and caller', () => {
  expect(accessTable(routes)).toHaveLength(routes.length * CALLERS.length);
});

it('lets nobody in without a permission of a role', () => {
  const secret: Route = { method: 'GET', path: '/x', needs: undefined };
  expect(accessTable([secret]).map(({ expected }) => expected)).toEqual(CALLERS.map(() => 403));
  const release: Route = { method: 'POST', path: '/x', needs: 'result.release' };
  const expected = Object.fromEntries(accessTable([release]).map((cell) => [cell.caller, cell.expected]));
  expect(expected).toMatchObject({
    verifier: 'served',
    technician: 403,
    administrator: 403,
    none: 401,
    forged: 401,
    expired: 401,
    revoked: 401,
    'revoked-device': 401,
  });
});

it.each([
  ['served', 200, true],
  ['served', 400, true],
  ['served', 404, true],
  ['served', 401, false],
  ['served', 403, false],
  ['served', 500, false],
  ['served', 503, false],
  [403, 403, true],
  [403, 404, false],
  [403, 200, false],
  [403, 401, false],
  [401, 401, true],
  [401, 403, false],
  [401, 400, false],
] as const)('judges %s against an answer of %i', (expected, status, isRight) => {
  const route: Route = { method: 'POST', path: '/v1/plates', needs: 'plate.lay-out' };
  const fault = judgeAnswer({ route, caller: 'verifier', expected }, status);
  if (isRight) expect(fault).toBeNull();
  else expect(fault).toContain('POST /v1/plates by verifier');
});

it('is what docs/access.md says: npm run routes', () => {
  expect(readFileSync('docs/access.md', 'utf8')).toBe(accessMarkdown(routes));
});
