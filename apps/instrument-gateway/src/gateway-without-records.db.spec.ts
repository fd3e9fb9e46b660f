import { connect } from '#lis/persistence';
import { describe, expect, it } from 'vitest';
import { msaOf, openAnalyser, poolMessage } from './analyser.fixture.js';
import { openMllp } from './gateway.fixture.js';
import { useMllpGateway } from './mllp-gateway.fixture.js';

describe('the gateway without its records', () => {
  const gateway = useMllpGateway();
  const { database, options, stored } = gateway;

  it('answers 207 within a second while the database stalls, and recovers', async () => {
    const { owner } = database();
    await owner.begin(async (tx) => {
      await tx`lock table instrument_message in access exclusive mode`;
      const started = performance.now();
      const answer = await gateway.analyser.ask(poolMessage());
      expect(performance.now() - started).toBeLessThan(1000);
      expect(msaOf(answer)).toBe('CE 1');
      expect(answer).toContain('207');
    });
    expect(msaOf(await gateway.analyser.ask(poolMessage()))).toBe('CA 1');
    expect((await stored()).length).toBe(1);
  });

  it('recovers when its server connections are ended', async () => {
    const { owner } = database();
    await owner`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test' and datname = current_database()`;
    let answer = '';
    for (let i = 0; i < 20 && !answer.startsWith('CA'); i++)
      answer = msaOf(await gateway.analyser.ask(poolMessage()));
    expect(answer).toBe('CA 1');
    expect((await stored()).length).toBe(1);
  });

  it('answers 207 without any database, and ends when told, whatever idles', async () => {
    const dead = connect('postgres://nobody@127.0.0.1:1/none', { name: 'dead', max: 1 });
    const alone = await openMllp({ ...database().context, db: dead }, options);
    const other = await openAnalyser(alone.port);
    const started = performance.now();
    expect(msaOf(await other.ask(poolMessage()))).toBe('CE 1');
    expect(performance.now() - started).toBeLessThan(1000);
    await alone.close();
    expect(performance.now() - started).toBeLessThan(7000);
    await dead.end({ timeout: 0 });
  });
});
