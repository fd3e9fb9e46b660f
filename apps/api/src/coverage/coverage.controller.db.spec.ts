import { randomBytes } from 'node:crypto';
import { Module } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Coverage, ForecastAnswer, Funnel, Sweeps } from '#lis/contracts';
import { ActorGuard, CONTEXT, ProblemFilter, tokenHash } from '#lis/platform';
import { useDatabase } from '#lis/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addSweep, buildCity, setCovered, setTarget } from './city.fixture.js';
import { CoverageModule } from './coverage.module.js';

describe('routes for officials', () => {
  const database = useDatabase();
  const tokens = { official: '', auditor: '', real: '', site: '' };
  let app: NestFastifyApplication;

  const issue = async (id: number, role: string) => {
    const { owner } = database();
    const token = randomBytes(16).toString('hex');
    await owner`insert into actor (id, kind, role, name) values (${id}, 'staff', ${role}, 'somebody')`;
    await owner`insert into credential (token_hash, actor_id, issued_at)
      values (${tokenHash(token)}, ${id}, clock_timestamp())`;
    return token;
  };
  const get = async (path: string, token: string) => {
    const answer = await app.inject({ url: `/v1/${path}`, headers: { authorization: `Bearer ${token}` } });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };

  beforeAll(async () => {
    const { db, context } = database();
    await buildCity(db);
    await addSweep(db, 7);
    await setTarget(db, -5, 6, 100);
    await setCovered(db, -5, 6, 130);
    tokens.official = await issue(-50, 'official');
    tokens.auditor = await issue(-52, 'auditor');
    tokens.real = await issue(50, 'official');
    tokens.site = await issue(-51, 'technician');

    class Tested {}
    Module({
      imports: [
        {
          module: class Given {},
          global: true,
          providers: [{ provide: CONTEXT, useValue: context }],
          exports: [CONTEXT],
        },
        CoverageModule,
      ],
      providers: [{ provide: APP_GUARD, useClass: ActorGuard }],
    })(Tested);
    app = await NestFactory.create<NestFastifyApplication>(Tested, new FastifyAdapter(), { logger: false });
    app.useGlobalFilters(new ProblemFilter());
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());

  it('answers as the contracts say', async () => {
    const { official } = tokens;
    expect(Sweeps.parse((await get('sweeps', official)).body).sweeps.map(({ id }) => id)).toEqual([-5]);
    const street = Coverage.parse((await get('coverage?sweepId=-5&parent=W1', official)).body);
    expect(street.lines).toMatchObject([{ code: 'W1a', target: 100, covered: 130 }]);
    expect(Funnel.parse((await get('funnel?sweepId=-5', official)).body).target).toBe(100);
    expect(ForecastAnswer.parse((await get('forecast?sweepId=-5', official)).body).kind).toBe('cannot-say');
  });

  it('withholds a few held people from everybody outside the health role', async () => {
    const { db } = database();
    await addSweep(db, -6);
    await db`insert into progress_tally (sweep_id, metric, bucket, n) values
      (-6, 'held', '2022-04-04Z', 1), (-6, 'held-people', '2022-04-04Z', 10), (-6, 'resulted', '2022-04-04Z', 2)`;
    const held = async (token: string) => {
      const funnel = Funnel.parse((await get('funnel?sweepId=-6', token)).body);
      return [funnel.held, funnel.resulted.tubes];
    };
    // the sweeps of a moment ago are remembered for a second
    await expect
      .poll(async () => (await get('funnel?sweepId=-6', tokens.official)).status, { timeout: 5000 })
      .toBe(200);
    expect(await held(tokens.official)).toEqual([{ tubes: 1, people: 10 }, 2]);
    expect(await held(tokens.auditor)).toEqual([{ tubes: null, people: 10 }, 2]);
  });

  it('shows nobody a sweep of the other realm (law 11)', async () => {
    for (const route of ['coverage', 'funnel', 'forecast']) {
      expect(await get(`${route}?sweepId=7`, tokens.official)).toMatchObject({
        status: 404,
        body: { code: 'sweep-unknown' },
      });
      expect((await get(`${route}?sweepId=-5`, tokens.real)).status).toBe(404);
    }
  });

  it('refuses other roles and questions that are none', async () => {
    expect((await get('sweeps', tokens.site)).status).toBe(403);
    expect((await get('sweeps', 'unknown')).status).toBe(401);
    for (const query of ['', '?sweepId=', '?sweepId=x', '?sweepId=0', '?sweepId=1.5']) {
      expect((await get(`coverage${query}`, tokens.official)).status).toBe(400);
    }
    expect(await get('coverage?sweepId=-5&parent=nowhere', tokens.official)).toMatchObject({
      status: 404,
      body: { code: 'jurisdiction-unknown' },
    });
  });
});
