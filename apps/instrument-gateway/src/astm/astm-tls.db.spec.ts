import type { ConnectionOptions } from 'node:tls';
import { askPlateOrder } from '#lis/persistence';
import { enterLaboratory, enterPlate, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Made, makeAuthority } from '../certificates.fixture.js';
import { openAstm } from '../gateway.fixture.js';
import type { Listener } from '../open-listener.js';
import { cartridgeMessage, openGeneXpert } from './gene-xpert.fixture.js';

describe('ASTM over TLS', { timeout: 30_000 }, () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let authority: Awaited<ReturnType<typeof makeAuthority>>;
  let own: Made;
  let mllp: Made;
  let listener: Listener;
  let plain: Listener;
  const options = { host: '127.0.0.1', port: 0, warn: () => undefined, checkEachMs: 50, lookEachMs: 100 };
  beforeAll(async () => {
    const { owner, context } = database();
    laboratory = await enterLaboratory(owner);
    authority = await makeAuthority('city');
    own = await authority.sign('xpert');
    mllp = await authority.sign('analyser of HL7');
    await owner`
      update instrument set profile_id = 'lis2', protocol = 'astm', identified_by = 'connection', orders = 'law-push',
        certificate_sha256 = ${own.sha256} where id = -1`;
    await owner`
      insert into instrument (id, laboratory_id, serial, sending_application, sending_facility, certificate_sha256)
      values (-2, -1, 'S2', 'app-2', 'facility-2', ${mllp.sha256})`;
    const { cert, key } = await authority.sign('gateway');
    listener = await openAstm(context, { ...options, tls: { cert, key, ca: authority.made.cert } });
    plain = await openAstm(context, options);
  });
  afterAll(() => Promise.all([listener.close(), plain.close()]));
  beforeEach(async () => {
    await database().owner`truncate instrument_message, outbox, audit, attention, order_message`;
  });
  const shown = ({ cert, key }: Made, ca = authority.made.cert): ConnectionOptions => ({ cert, key, ca });
  const stored = async () => [
    ...(await database().db<{ instrument: number | null; state: string }[]>`
      select instrument_id as instrument, state from instrument_message order by id`),
  ];
  /** What becomes of a message: how often a frame was refused, or `refused` when the connection ends without an answer. */
  const tell = async (port: number, tls?: ConnectionOptions) => {
    const xpert = await openGeneXpert(port, tls).catch(() => null);
    if (xpert === null) return 'refused';
    const answer = await xpert.send(cartridgeMessage());
    xpert.socket.destroy();
    return answer === 0 ? 'acknowledged' : 'refused';
  };
  const refusals = async () => {
    const rows = await database().db<{ reason: string }[]>`
      select detail ->> 'reason' as reason from audit where action = 'connection-refused' order by id`;
    return rows.map(({ reason }) => reason);
  };

  it('takes a message of the instrument whose certificate the connection shows, once', async () => {
    expect(await tell(listener.port, shown(own))).toBe('acknowledged');
    expect(await tell(listener.port, shown(own))).toBe('acknowledged');
    expect(await stored()).toEqual([{ instrument: -1, state: 'stored' }]);
    await expect
      .poll(async () => {
        const [row] = await database().db<{ at: number }[]>`
          select certificate_expires_at as at from instrument where id = -1`;
        return row?.at;
      })
      .toBe(own.expiresAt);
  });

  it('ends a connection without a certificate, with a stranger’s, and of one that speaks HL7, unread', async () => {
    const stranger = await authority.sign('stranger');
    const forged = await (await makeAuthority('city')).sign('xpert');
    expect(await tell(listener.port, { ca: authority.made.cert })).toBe('refused');
    expect(await tell(listener.port, shown(stranger))).toBe('refused');
    expect(await tell(listener.port, shown(forged))).toBe('refused');
    expect(await tell(listener.port, shown(mllp))).toBe('refused');
    // nor does it take the instrument without what it must show
    expect(await tell(plain.port)).toBe('refused');
    expect(await stored()).toEqual([]);
    await expect
      .poll(refusals)
      .toEqual(
        expect.arrayContaining([
          'certificate-none',
          'certificate-unknown',
          'CERT_SIGNATURE_FAILURE',
          'unknown-sender',
        ]),
      );
  });

  it('sends a plate over the line of the certificate, before it has said anything', async () => {
    const { owner, context, db } = database();
    const xpert = await openGeneXpert(listener.port, shown(own));
    const plate = await enterPlate(
      owner,
      laboratory,
      await enterTubes(owner, context, laboratory, 2, { members: 1 }),
    );
    const [row] = await owner<{ serial: string }[]>`select serial from instrument where id = -1`;
    await db.begin((tx) =>
      askPlateOrder(tx, {
        plateId: plate.id,
        sweepId: laboratory.sweepId,
        laboratoryId: laboratory.laboratoryId,
        instrumentSerial: row?.serial ?? '',
        at: context.clock.now('drill'),
      }),
    );
    expect(await xpert.take()).toContain(plate.barcode);
    await expect
      .poll(async () => (await db`select state from order_message`).map(({ state }) => String(state)))
      .toEqual(['accepted']);
    xpert.socket.destroy();
  });

  it('shows a new certificate of its own to the connections to come', async () => {
    const next = await makeAuthority('next city');
    const { cert, key } = await next.sign('gateway');
    const before = await openGeneXpert(listener.port, shown(own));
    const ca = Buffer.concat([next.made.cert, Buffer.from('\n'), authority.made.cert]);
    await listener.renew({ cert, key, ca });
    // who is connected goes on
    expect(await before.send(cartridgeMessage())).toBe(0);
    before.socket.destroy();
    expect(await tell(listener.port, shown(own))).toBe('refused');
    expect(await tell(listener.port, shown(own, next.made.cert))).toBe('acknowledged');
    await expect(plain.renew({ cert, key, ca })).rejects.toThrow('no certificate');
  });
});
