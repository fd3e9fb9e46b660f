import 'reflect-metadata';
import * as contracts from '#lis/contracts';
import { demoKit } from '#lis/domain';
import { sealTube, useDatabase } from '#lis/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiModule } from '../api.module.js';
import { serveApi, type Served } from '../hardening/serve.fixture.js';
import { caller, enterCallers } from './callers.fixture.js';
import { listRoutes, type Route } from './list-routes.js';
import { type Path, placesIn, sampleOf, withAt } from './sample-of.fixture.js';

const routes = listRoutes(ApiModule);
const nameOf = ({ method, path }: Route) => `${method} ${path}`;

/** Bodies whose contract lets something through that the route reads closely itself. */
const closerBodies: Record<string, () => unknown> = {
  'POST /v1/tubes': () => ({ tubes: [sealTube(-1)] }),
  'POST /v1/administration/kits': () => ({ definition: demoKit }),
  'POST /v1/log-in': () => sampleOf(contracts.LogInRequest),
};
/** No JSON. */
const csv = 'POST /v1/administration/jurisdictions';
const isJson = (route: Route) => route.method !== 'GET' && nameOf(route) !== csv;
/** Providers add parameters of their own. */
const openQueries = ['GET /v1/oidc/callback'];
/** Ends the session that asks, or turns the clock that the tests run by. */
const notSpoilt = ['POST /v1/administration/drill-clock'];

const payloads = [
  "' or '1'='1",
  "'; drop table tube; --",
  "x') ; delete from audit; --",
  '$1',
  "\\'; select pg_sleep(5); --",
  '{a,b}',
  'a","b',
  '\\x00',
  '%27%20or%201=1',
  '../../../etc/passwd',
  '<script>alert(1)</script>',
  '|^~\\&\rPID|1',
  '=cmd()',
];
const oddities: readonly unknown[] = [
  ...payloads,
  '',
  'a\0b',
  '\ud800',
  'x'.repeat(70_000),
  2 ** 53,
  -(2 ** 53),
  2 ** 31,
  -(2 ** 31) - 1,
  1e308,
  -1,
  1.5,
  null,
  true,
  [],
  ['a'],
  [[['a']]],
  {},
  { $ne: null },
];

/** Objects whose names are the sender's own: the dyes of a thermocycler. */
const freeNames = ['targetsByDye'];

const bodyOf = (route: Route): unknown => {
  const closer = closerBodies[nameOf(route)];
  if (closer) return closer();
  if (nameOf(route) === csv) return undefined;
  if (route.body === 'own') throw new Error(`${nameOf(route)} reads its body itself: give one here`);
  return route.body ? sampleOf(route.body) : undefined;
};
const queryOf = (route: Route): Record<string, string> =>
  route.query && route.query !== 'own' ? (sampleOf(route.query) as Record<string, string>) : {};
const text = (query: Record<string, string>) => new URLSearchParams(query).toString();
const json = (body: unknown) => (body === undefined ? undefined : JSON.stringify(body));

describe('what nobody asked for', () => {
  const database = useDatabase();
  let served: Served;
  let ask: ReturnType<typeof caller>;
  beforeAll(async () => {
    const { owner } = database();
    served = await serveApi(database(), { REQUESTS_PER_SECOND: '1000000', LOOKUPS_PER_SECOND: '1000000' });
    await enterCallers(owner);
    ask = caller(owner, () => served);
  });
  afterAll(() => served.close());

  it('finds routes that read a query, a body, both or none', () => {
    expect(routes.filter(({ body }) => body).length).toBeGreaterThan(25);
    expect(routes.filter(({ query }) => query).length).toBeGreaterThan(8);
  });

  it.each(routes.map((route) => [nameOf(route), route] as const))(
    '%s names an unknown parameter and property, and takes no parameter twice',
    async (name, route) => {
      const body = name === csv ? 'code,name,level,parent_code,population\n' : json(bodyOf(route));
      const query = queryOf(route);
      const valid = await ask(route, text(query), body);
      expect(valid.fields).toEqual([]);
      if (!openQueries.includes(name)) {
        const planted = await ask(route, text({ ...query, isAdministrator: 'SECRET-4711' }), body);
        expect(planted).toMatchObject({ status: 400, fields: ['isAdministrator'] });
        expect(planted.text).not.toContain('SECRET-4711');
      }
      for (const key of Object.keys(query)) {
        const twice = await ask(route, `${text(query)}&${key}=x`, body);
        expect({ key, ...twice }).toMatchObject({ key, status: 400, fields: [key] });
      }
      if (!isJson(route)) return;
      const value = bodyOf(route) ?? {};
      for (const at of placesIn(value).objects) {
        const planted = await ask(
          route,
          text(query),
          json(withAt(value, at, (old) => ({ ...(old as object), isAdministrator: 'SECRET-4711' }))),
        );
        expect(planted.text).not.toContain('SECRET-4711');
        const where = `${name} at ${at.join('.')}`;
        if (name === 'POST /v1/tubes' && at.length > 0) {
          // a line of its own: its neighbours are served
          expect({ where, text: planted.text }).toEqual({
            where,
            text: expect.stringContaining('"outcome":"refused"'),
          });
        } else if (freeNames.includes(at.join('.'))) {
          expect({ where, fields: planted.fields }).toEqual({ where, fields: [] });
        } else if (name === 'POST /v1/administration/kits' && at.length > 0) {
          expect({ where, status: planted.status }).toEqual({ where, status: 400 });
        } else {
          expect({ where, ...planted }).toMatchObject({
            where,
            status: 400,
            fields: [[...at, 'isAdministrator'].join('.')],
          });
        }
      }
    },
    60_000,
  );

  it.each(['__proto__', 'constructor', 'prototype', 'toString'])(
    'takes no %s as a property or a parameter anywhere',
    async (key) => {
      for (const route of routes) {
        const name = nameOf(route);
        if (!openQueries.includes(name)) {
          const asked = await ask(route, `${text(queryOf(route))}&${key}=1`, json(bodyOf(route)));
          expect([`${name}?${key}`, asked.status]).toEqual([`${name}?${key}`, 400]);
        }
        if (!isJson(route)) continue;
        const rest = JSON.stringify(bodyOf(route) ?? {}).slice(1);
        const value = key === 'constructor' ? '{"prototype":{"role":"administrator"}}' : '{"role":"x"}';
        const asked = await ask(
          route,
          '',
          `{${JSON.stringify(key)}:${value}${rest === '}' ? '' : ','}${rest}`,
        );
        expect([`${name} with ${key}`, asked.status]).toEqual([`${name} with ${key}`, 400]);
      }
      expect(({} as { role?: string }).role).toBeUndefined();
    },
    60_000,
  );

  const spoilt = routes.filter((route) => !notSpoilt.includes(nameOf(route)));
  it.each(spoilt.map((route) => [nameOf(route), route] as const))(
    '%s falls over nothing in any of its leaves',
    async (name, route) => {
      const value = bodyOf(route);
      const query = queryOf(route);
      const failed: string[] = [];
      const note = (status: number, at: Path, put: unknown) => {
        if (status >= 500) failed.push(`${at.join('.')} = ${JSON.stringify(put).slice(0, 60)}: ${status}`);
      };
      if (value !== undefined) {
        for (const at of placesIn(value).leaves)
          for (const put of oddities)
            note((await ask(route, text(query), json(withAt(value, at, () => put)))).status, at, put);
        for (const put of [...oddities, undefined])
          note((await ask(route, text(query), put === undefined ? '' : JSON.stringify(put))).status, [], put);
        note((await ask(route, text(query), '{"a":')).status, ['half'], '');
        note((await ask(route, text(query), `${'['.repeat(5000)}${']'.repeat(5000)}`)).status, ['deep'], '');
      }
      for (const key of Object.keys(query))
        for (const put of [
          ...payloads,
          '',
          ' ',
          '1e3',
          '0x10',
          '99999999999999999999',
          'a\0b',
          '9007199254740993',
        ])
          note((await ask(route, text({ ...query, [key]: put }), json(value))).status, [key], put);
      note((await ask(route, '%ZZ=%ff&a[b]=c&&=', json(value))).status, ['query'], '%ZZ');
      if (name === csv)
        for (const put of payloads)
          note(
            (await ask(route, '', `code,name,level,parent_code,population\n${put},${put},city,,1\n`)).status,
            ['csv'],
            put,
          );
      expect(failed).toEqual([]);
    },
    120_000,
  );

  it('stores what looks like SQL as the text that it is, and loses no table', async () => {
    const { owner } = database();
    const make = routes.find((route) => nameOf(route) === 'POST /v1/administration/sites')!;
    const [place] = await owner<{ code: string }[]>`select code from jurisdiction limit 1`;
    const sites = payloads.map((name, index) => ({
      code: `Q-${index}${name}`.slice(0, 40),
      name,
      jurisdictionCode: place!.code,
    }));
    const told = await ask(make, '', JSON.stringify({ realm: 'drill', sites }));
    expect(told.status).toBe(200);
    const stored = await owner<{ code: string; name: string }[]>`
      select code, name from site where code = any(${sites.map(({ code }) => code)}) order by id desc`;
    expect(stored.map(({ code, name }) => [code, name]).sort()).toEqual(
      sites.map(({ code, name }) => [code, name]).sort(),
    );
    const [kept] =
      await owner`select to_regclass('tube') is not null as tube, count(*) > 0 as audit from audit`;
    expect(kept).toEqual({ tube: true, audit: true });
  });
});
