import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DesignChoiceAnswer, DesignChoiceStart, PoolSizeAdvice, type Problem } from '#lis/contracts';
import { tokenHash } from '#lis/platform';
import { enterLaboratory, type Laboratory, useDatabase } from '#lis/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setPools, stated, useKit } from './pools.fixture.js';

/** As the pages ask, over HTTP. */
describe('designs and limits as pages ask for them', () => {
  const database = useDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-choice-'));
  let app: NestFastifyApplication;
  let laboratory: Laboratory;
  beforeAll(async () => {
    const { owner } = database();
    laboratory = await enterLaboratory(owner);
    await useKit(owner, laboratory);
    await useKit(owner, laboratory, null, 'unstated-kit');
    await setPools(owner, laboratory, '2030-01-01', { positive: 12, negative: 988 });
    await owner`
      insert into actor (id, kind, role, name) values (-7, 'staff', 'administrator', 'chief'), (-8, 'staff', 'official', 'health')`;
    const known = { technician: laboratory.technicianId, chief: -7, health: -8 };
    for (const [token, actor] of Object.entries(known))
      await owner`
        insert into credential (token_hash, actor_id, issued_at) values (${tokenHash(token)}, ${actor}, '2030-01-01Z')`;
    const { host, port, database: name } = owner.options;
    process.env['DATA_DIR'] = folder;
    process.env['DATABASE_APP_URL'] = `postgres://sweepwell_app:test@${host[0]}:${port[0]}/${name}`;
    process.env['LOG_LEVEL'] = 'error';
    const { createApi } = await import('../create-api.js');
    app = await createApi();
    await app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async (token: string, path: string, body?: object) => {
    const answer = await fetch(`${await app.getUrl()}${path}`, {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as unknown };
  };
  const code = (body: unknown) => (body as Problem).code;

  it('begins with what there is, weighs by the counted pools, and keeps what was decided', async () => {
    const start = async () =>
      DesignChoiceStart.parse((await ask('technician', '/v1/design-choice/start')).body);
    const { swabsValidated: _, ...told } = stated;
    expect(await start()).toEqual({
      kits: [
        { id: 'stated-kit', version: 1, name: 'stated-kit', stated: told },
        { id: 'unstated-kit', version: 1, name: 'unstated-kit', stated: null },
      ],
      sweeps: [{ id: -1, name: 'drill-1' }],
      decision: null,
    });
    const limits = 'sensitivityFloor=0.8&missedPer100000=100&hoursPerStage=4&deadlineHours=24';
    const bench = 'aliquots=4&robot=no&specimensPerDay=1000&retestsPerDay=500';
    const asked = `/v1/design-choice?kitId=stated-kit&kitVersion=1&sweepId=-1&${limits}&${bench}`;
    const weigh = async () => DesignChoiceAnswer.parse((await ask('technician', asked)).body);
    const answer = await weigh();
    expect(answer.prevalence).toMatchObject({ source: 'sweep', day: '2030-01-01' });
    expect(answer.prevalence.estimate).toBeGreaterThan(0.0005);
    expect(answer.curves.designs.map(({ design }) => design)).toEqual([
      'individual',
      answer.chosen.design,
      answer.runnerUp?.design,
    ]);
    expect(answer.curves.designs[0]?.testsPerPerson).toHaveLength(answer.curves.prevalences.length);
    expect(answer.sensitivities.map(({ aliquots }) => aliquots)).toEqual([1, 2, 4, 8, 16]);

    // a design that is none of its family's cheapest stays in sight once it is in use
    const design = 'stages-3:1';
    expect(answer.weighed.some((one) => one.design === design)).toBe(false);
    const decided = await ask('technician', '/v1/design-choice', { design, conditions: answer.conditions });
    expect(decided).toEqual({ status: 200, body: { outcome: 'decided', design } });
    const { decision } = await start();
    expect(decision).toMatchObject({ design, conditions: answer.conditions });
    expect((await weigh()).weighed.find((one) => one.design === design)?.refusals).toEqual([]);
    expect(await ask('health', '/v1/design-choice/start')).toMatchObject({ status: 403 });
  });

  it('holds new limits at once, says who set them, and lets administrators alone set them', async () => {
    const advice = async () =>
      PoolSizeAdvice.parse((await ask('health', '/v1/pool-size-advice?sweepId=-1')).body);
    const limits = { sweepId: -1, missedPer100000: 3, recallsPerDay: null, dilution: null };
    expect(await advice()).toMatchObject({ best: 10, limitsSet: null });
    const refused = await ask('health', '/v1/administration/pool-advice-limits', limits);
    expect([refused.status, code(refused.body)]).toEqual([403, 'role-not-allowed']);
    expect(await ask('chief', '/v1/administration/pool-advice-limits', limits)).toMatchObject({
      status: 200,
    });
    const now = await advice();
    expect(now).toMatchObject({ best: 1, limits: { missedPer100000: 3 }, limitsSet: { by: 'chief' } });
    expect(now.options.find(({ swabs }) => swabs === 10)?.refusals).toEqual(['missed']);
  });
});
