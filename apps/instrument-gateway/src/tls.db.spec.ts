import type { ConnectionOptions } from 'node:tls';
import { enterLaboratory, useDatabase } from '#lis/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { msaOf, openAnalyser, poolMessage } from './analyser.fixture.js';
import { type Made, makeAuthority } from './certificates.fixture.js';
import { openMllp } from './gateway.fixture.js';
import type { Listener } from './open-listener.js';

describe('MLLP over TLS', () => {
  const database = useDatabase();
  let authority: Awaited<ReturnType<typeof makeAuthority>>;
  let own: Made;
  let other: Made;
  let own10days: Made;
  let listener: Listener;
  let plain: Listener;
  const options = { host: '127.0.0.1', port: 0, warn: () => undefined };
  beforeAll(async () => {
    const { owner, context } = database();
    await enterLaboratory(owner);
    authority = await makeAuthority('city');
    own = await authority.sign('analyser-1');
    own10days = await authority.sign('analyser-1', 10);
    other = await authority.sign('analyser-2');
    await owner`update instrument set certificate_sha256 = ${own.sha256} where id = -1`;
    await owner`
      insert into instrument (id, laboratory_id, serial, sending_application, sending_facility, certificate_sha256)
      values (-2, -1, 'S2', 'app-2', 'facility-drill-1', ${other.sha256})`;
    await owner`
      insert into instrument (id, laboratory_id, serial, sending_application, sending_facility)
      values (-3, -1, 'S3', 'app-3', 'facility-drill-1')`;
    const { cert, key } = await authority.sign('gateway', 20);
    listener = await openMllp(context, { ...options, tls: { cert, key, ca: authority.made.cert } });
    plain = await openMllp(context, options);
  });
  afterAll(() => Promise.all([listener.close(), plain.close()]));
  beforeEach(async () => {
    await database().owner`truncate instrument_message, outbox`;
  });
  const shown = ({ cert, key }: Made): ConnectionOptions => ({ cert, key, ca: authority.made.cert });
  const stored = () => database().db`select state, reason from instrument_message`;
  const tasks = async (code: string) => [
    ...(await database()
      .db`select subject, detail from attention where code = ${code} and closed_at is null`),
  ];
  /** What becomes of a message: its answer, or `refused` when the connection ends without one. */
  const tell = async (tls: ConnectionOptions, application?: string) => {
    const analyser = await openAnalyser(listener.port, tls).catch(() => null);
    if (!analyser) return 'refused';
    const ended = new Promise<string>((resolve) => analyser.socket.once('close', () => resolve('refused')));
    const answer = await Promise.race([
      ended,
      analyser.ask(poolMessage(application === undefined ? {} : { application })),
    ]);
    analyser.socket.destroy();
    return answer === 'refused' ? answer : msaOf(answer);
  };
  const replace = async (made: Made) => {
    await database().owner`update instrument set certificate_sha256 = ${made.sha256} where id = -1`;
    await new Promise((resolve) => setTimeout(resolve, 300));
  };

  it('takes a message of an instrument with its certificate, and keeps its expiry', async () => {
    expect(await tell(shown(own))).toBe('CA 1');
    expect([...(await stored())]).toEqual([{ state: 'stored', reason: null }]);
    await expect
      .poll(async () => {
        const [seen] = await database().db<{ at: number }[]>`
          select certificate_expires_at as at from instrument where id = -1`;
        return seen?.at;
      })
      .toBe(own.expiresAt);
    const audited = await database().db`select 1 from audit where action = 'certificate-seen'`;
    expect(audited).toHaveLength(1);
    expect((await tasks('certificate-expiring')).map(({ subject }) => subject as string)).not.toContain(
      'instrument:-1',
    );
  });

  it('refuses the certificate of another instrument, keeps what it sent and tells a person', async () => {
    expect(await tell(shown(other))).toBe('CR 1');
    expect([...(await stored())]).toEqual([{ state: 'refused', reason: 'certificate-of-another' }]);
    // nor does a certificate make it an instrument that has none
    expect(await tell(shown(other), 'app-3')).toBe('CR 1');
    await expect
      .poll(() => tasks('certificate-refused'))
      .toEqual([{ subject: 'address:127.0.0.1', detail: { reason: 'certificate-of-another' } }]);
  });

  it('refuses none, a forged one, an ended one and a stranger’s before a message is read', async () => {
    await database().owner`truncate attention`;
    const forged = await (await makeAuthority('city')).sign('analyser-1');
    const ended = await authority.sign('analyser-1', -1);
    const stranger = await authority.sign('analyser-9');
    expect(await tell({ ca: authority.made.cert })).toBe('refused');
    expect(await tell(shown(forged))).toBe('refused');
    expect(await tell(shown(ended))).toBe('refused');
    expect(await tell(shown(stranger))).toBe('refused');
    expect(await stored()).toHaveLength(0);
    await expect
      .poll(async () => {
        const told = await database().db<{ reason: string }[]>`
          select detail ->> 'reason' as reason from audit where action = 'connection-refused'`;
        return told.map(({ reason }) => reason);
      })
      .toEqual(
        expect.arrayContaining([
          'certificate-none',
          'CERT_SIGNATURE_FAILURE',
          'CERT_HAS_EXPIRED',
          'certificate-unknown',
        ]),
      );
    // four refusals are one task
    expect(await tasks('certificate-refused')).toHaveLength(1);
  });

  it('refuses an instrument with a certificate that comes without it', async () => {
    const analyser = await openAnalyser(plain.port);
    expect(msaOf(await analyser.ask(poolMessage()))).toBe('CR 1');
    expect(msaOf(await analyser.ask(poolMessage({ application: 'app-3' })))).toBe('CA 1');
    analyser.socket.destroy();
  });

  it('asks for a new certificate once, and again for the next one that ends', async () => {
    await replace(own10days);
    for (let i = 0; i < 3; i++) expect(await tell(shown(own10days))).toBe('CA 1');
    const subjects = async () =>
      (
        await database()
          .db`select subject from attention where code = 'certificate-expiring' and subject = 'instrument:-1'`
      ).length;
    await expect.poll(subjects).toBe(1);
    await database().owner`update attention set closed_at = opened_at, closed_by = 'x'`;
    expect(await tell(shown(own10days))).toBe('CA 1');
    expect(await subjects()).toBe(1);
    const next = await authority.sign('analyser-1', 9);
    await replace(next);
    expect(await tell(shown(next))).toBe('CA 1');
    await expect.poll(subjects).toBe(2);
  });

  it('tells at its start that its own certificate ends', async () => {
    await database().owner`truncate attention`;
    const { cert, key, expiresAt } = await authority.sign('gateway', 20);
    for (let i = 0; i < 2; i++) {
      const again = await openMllp(database().context, {
        ...options,
        tls: { cert, key, ca: authority.made.cert },
      });
      await again.close();
    }
    expect(await tasks('certificate-expiring')).toEqual([
      { subject: 'gateway:mllp', detail: { expiresAt: new Date(expiresAt).toISOString() } },
    ]);
  });

  it('takes another certificate of its own and another authority for the connections to come', async () => {
    const next = await makeAuthority('next city');
    const { cert, key } = await next.sign('gateway');
    const mine = await authority.sign('gateway', 300);
    await replace(own);
    const before = await openAnalyser(listener.port, shown(own));
    await listener.renew({
      cert,
      key,
      ca: Buffer.concat([next.made.cert, Buffer.from('\n'), authority.made.cert]),
    });
    // who is connected goes on
    expect(msaOf(await before.ask(poolMessage({ controlId: 'before' })))).toContain('before');
    before.socket.destroy();
    expect(await tell(shown(own))).toBe('refused');
    expect(await tell({ ...shown(own), ca: next.made.cert })).toBe('CA 1');
    // requestCert stays: nobody comes without
    expect(await tell({ ca: next.made.cert })).toBe('refused');
    await listener.renew({ cert: mine.cert, key: mine.key, ca: authority.made.cert });
    await expect(plain.renew({ cert, key, ca: cert })).rejects.toThrow('no certificate');
  }, 60_000);

  it('takes an instrument from every address of its net, and from none beside it', async () => {
    const { owner } = database();
    const [net] = await owner`select '127.0.0.1'::inet <<= '127.0.0.0/8'::inet as inside`;
    expect(net).toEqual({ inside: true });
    const said = async (allowed: string) => {
      await owner`update instrument set allowed_address = ${allowed} where id = -3`;
      await new Promise((resolve) => setTimeout(resolve, 3300));
      const analyser = await openAnalyser(plain.port);
      const answer = msaOf(
        await analyser.ask(poolMessage({ application: 'app-3', controlId: allowed.slice(0, 3) })),
      );
      analyser.socket.destroy();
      return answer.slice(0, 2);
    };
    expect(await said('127.0.0.0/8')).toBe('CA');
    expect(await said('10.0.0.0/8')).toBe('CR');
  });
});
