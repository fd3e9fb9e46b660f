import * as contracts from '#lis/contracts';
import { tokenHash } from '#lis/platform';
import { enterLaboratory, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { serveApi, type Served } from '../hardening/serve.fixture.js';

describe('attacks', () => {
  const database = useDatabase();
  let served: Served;
  let drill: Laboratory;
  let real: Laboratory;
  beforeAll(async () => {
    served = await serveApi(database(), { REQUESTS_PER_SECOND: '1000000' });
    const { owner } = database();
    real = await enterLaboratory(owner, 'real');
    // past the ids that were entered by hand
    await owner`select setval('real_id', 2000)`;
    drill = { ...real, sweepId: -1, siteId: -1, laboratoryId: -1, deviceId: -1000, technicianId: -1001 };
    for (const [role, id] of [
      ['verifier', 40],
      ['official', 41],
      ['administrator', 42],
      ['site', 1000],
      ['technician', 1001],
    ] as const) {
      await owner`
        insert into actor (id, kind, role, name, laboratory_id) values (${id}, 'staff', ${role}, ${role},
          ${role === 'verifier' ? 1 : null}) on conflict do nothing`;
      await owner`
        insert into credential (token_hash, actor_id, issued_at)
        values (${tokenHash(`real-${role}`)}, ${id}, '2030-01-01Z')`;
    }
  });
  afterAll(() => served.close());
  const ask = async (method: 'GET' | 'POST', url: string, token: string, body?: object) => {
    const answer = await served.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}` },
      ...(body && { payload: body }),
    });
    return { status: answer.statusCode, text: answer.payload };
  };

  it.each([
    ['GET', '/v1/verification/held?sweepId=-1', 'verifier', undefined],
    ['GET', '/v1/cases?sweepId=-1', 'official', undefined],
    ['GET', '/v1/recollections?sweepId=-1', 'official', undefined],
    ['GET', '/v1/funnel?sweepId=-1', 'official', undefined],
    ['GET', '/v1/coverage?sweepId=-1', 'official', undefined],
    ['GET', '/v1/forecast?sweepId=-1', 'official', undefined],
    ['POST', '/v1/administration/drill-clock', 'administrator', { shows: '2031-01-01T00:00:00Z', rate: 1 }],
    ['POST', '/v1/administration/kits/confirm', 'administrator', { id: 'test-kit', version: 1 }],
    [
      'POST',
      '/v1/verification/correct',
      'verifier',
      {
        sweepId: -1,
        tubeId: '00000000-0000-7000-8000-000000000001',
        version: 1,
        outcome: 'negative',
        reason: 'none',
      },
    ],
    ['POST', '/v1/cases/steps', 'official', { caseId: -1, step: 'told', proof: 'none' }],
    ['POST', '/v1/device-counts', 'site', { sweepId: -1, sealedTubes: 1, sealedMembers: 1 }],
  ] as const)('%s %s by somebody of the real realm: none of the drill’s', async (method, url, role, body) => {
    const { status } = await ask(method, url, `real-${role}`, body);
    expect([400, 403, 404, 409]).toContain(status);
  });

  it('tells a technician no name, whatever is asked', async () => {
    const { owner } = database();
    const tubes = await enterTubes(owner, database().context, drill, 1);
    const asked = [
      '/v1/laboratory/waiting?sweepId=-1',
      '/v1/plates/worklist?barcode=x',
      '/v1/verification/held?sweepId=-1',
      '/v1/cases?sweepId=-1',
      '/v1/recollections?sweepId=-1',
    ];
    for (const url of asked) {
      const { text } = await ask('GET', url, 'technician');
      expect(text).not.toMatch(/"(name|identity|phone|document|number|particulars|person[A-Za-z]*)"/);
    }
    expect(tubes).toHaveLength(1);
  });

  it('refuses unknown keys in every request, at its root', () => {
    const requests = Object.entries(contracts).filter(
      ([name, one]) => name.endsWith('Request') && one instanceof z.ZodType,
    );
    expect(requests.length).toBeGreaterThan(15);
    const lax = requests.filter(([, schema]) => {
      const parsed = (schema as z.ZodType).safeParse({ isAdministrator: true });
      return !parsed.error?.issues.some(({ code }) => code === 'unrecognized_keys');
    });
    expect(lax.map(([name]) => name)).toEqual([]);
  });

  it('refuses unknown keys inside of them too', async () => {
    const site = { code: 'S-9', name: 'x', jurisdictionCode: 'c-real-1' };
    const make = (given: object) =>
      ask('POST', '/v1/administration/sites', 'real-administrator', {
        realm: 'real',
        sites: [{ ...site, ...given }],
      });
    expect((await make({})).status).toBe(200);
    expect((await make({ id: -5 })).status).toBe(400);
    const actor = { kind: 'staff', role: 'official', name: 'x' };
    const hire = (given: object) =>
      ask('POST', '/v1/administration/actors', 'real-administrator', {
        realm: 'real',
        actors: [{ ...actor, ...given }],
      });
    expect((await hire({ id: 1 })).status).toBe(400);
    expect((await hire({ revoked: false })).status).toBe(400);
    expect((await hire({})).status).toBe(200);
  });

  it('asks the database for few of 10,000 forged tokens, and serves who is known meanwhile', async () => {
    const { owner } = database();
    const scans = async () => {
      const [row] = await owner<{ n: number }[]>`
        select pg_stat_clear_snapshot(), (coalesce(idx_scan, 0) + seq_scan)::int as n from pg_stat_user_tables
        where relname = 'credential'`;
      return row?.n ?? 0;
    };
    await ask('GET', '/v1/laboratory/waiting?sweepId=-1', 'technician');
    const before = await scans();
    const started = performance.now();
    const statuses = new Map<number, number>();
    for (let batch = 0; batch < 100; batch++) {
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, i) => ask('POST', '/v1/plates', `forged-${batch}-${i}`, {})),
      );
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
      expect((await ask('GET', '/v1/laboratory/waiting?sweepId=-1', 'technician')).status).toBe(200);
    }
    const seconds = (performance.now() - started) / 1000;
    expect([...statuses.keys()].sort((a, b) => a - b)).toEqual([401, 429]);
    expect(statuses.get(401)).toBeLessThanOrEqual(50 * (Math.ceil(seconds) + 1));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect((await scans()) - before).toBeLessThanOrEqual(51 * (Math.ceil(seconds) + 2));
  });
});
