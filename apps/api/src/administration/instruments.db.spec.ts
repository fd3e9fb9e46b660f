import { CreateInstrumentsRequest } from '#lis/contracts';
import { actorOf, enterLaboratory, type Laboratory, useDatabase } from '#lis/testing';
import { Rejection } from '#lis/platform';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InstrumentsController } from './instruments.controller.js';
import { SenderProfilesController } from './sender-profiles.controller.js';

const refusal = async (work: () => unknown) => {
  try {
    await work();
    return 'served';
  } catch (error) {
    return error instanceof Rejection ? `${error.status} ${error.code}` : error;
  }
};

describe('instruments', { timeout: 60_000 }, () => {
  const database = useDatabase();
  let one: Laboratory;
  let two: Laboratory;
  let real: Laboratory;
  let desk: InstrumentsController;
  beforeAll(async () => {
    const { owner, context } = database();
    one = await enterLaboratory(owner);
    two = await enterLaboratory(owner, 'drill', 2);
    real = await enterLaboratory(owner, 'real');
    // past the ids that the laboratories were entered with
    await owner`select setval('drill_id', -100)`;
    desk = new InstrumentsController(context);
  });
  const own = () => [one, two, real].map(({ instrumentId }) => instrumentId);
  beforeEach(async () => {
    await database().owner`truncate instrument_contact, audit`;
    await database().owner`delete from instrument where not id = any(${own()}::int[])`;
  });
  const administrator = () => actorOf(one, 'administrator');
  const nameless = (serial: string, given: object = {}) => ({
    laboratoryCode: 'lab-drill-1',
    serial,
    sendingApplication: '',
    sendingFacility: '',
    allowedAddress: '10.0.0.7',
    ...given,
  });
  const create = (...instruments: object[]) =>
    desk.create(administrator(), CreateInstrumentsRequest.parse({ instruments }));
  const rows = () =>
    database().db`
      select serial, profile_id as profile, profile_version as version, identified_by as by, local_port as port, orders
      from instrument where serial like 'N%' order by serial`;
  const qry = { id: 'qry-q02', version: 1 };

  it('refuses an address that is none, a name as an order port, an unknown profile, and the other realm', async () => {
    expect(await refusal(() => create(nameless('N1', { allowedAddress: 'here' })))).toBe('400 malformed');
    expect(await refusal(() => create(nameless('N1', { allowedAddress: '10.0.0.0/33' })))).toBe(
      '400 malformed',
    );
    const port = { address: 'analyser.example', port: 2575 };
    expect(await refusal(() => create(nameless('N1', { orders: { mode: 'law-push', port } })))).toBe(
      '400 malformed',
    );
    expect(await refusal(() => create(nameless('N1', { profile: { id: 'nobody', version: 1 } })))).toBe(
      '404 profile-unknown',
    );
    const asReal = () =>
      desk.create(
        { ...administrator(), id: 7, realm: 'real' },
        CreateInstrumentsRequest.parse({ instruments: [nameless('N1')] }),
      );
    expect(await refusal(asReal)).toBe('409 instrument-not-made');
    expect(() => CreateInstrumentsRequest.parse({ instruments: [nameless('N1', { port: 1 })] })).toThrow(
      'port',
    );
    expect([...(await rows())]).toEqual([]);
  });

  it('enters two without names behind one address by their ports in one request, and again changes nothing', async () => {
    const both = [
      nameless('N1', { profile: qry, localPort: 2576, orders: { mode: 'ask-only', port: null } }),
      nameless('N2', { profile: qry, localPort: 2577, orders: { mode: 'none', port: null } }),
    ];
    const { ids } = await create(...both);
    expect(new Set(ids).size).toBe(2);
    expect([...(await rows())]).toEqual([
      { serial: 'N1', profile: 'qry-q02', version: 1, by: 'connection', port: 2576, orders: 'ask-only' },
      { serial: 'N2', profile: 'qry-q02', version: 1, by: 'connection', port: 2577, orders: 'none' },
    ]);
    expect(await create(...both)).toEqual({ ids });
    expect(await refusal(() => create({ ...both[0], localPort: 2578 }))).toBe('409 instrument-differs');
    expect(await refusal(() => create({ ...both[0], profile: { id: 'generic', version: 1 } }))).toBe(
      '409 instrument-differs',
    );
    // said nothing of, nothing differs
    expect(await create(nameless('N1'))).toEqual({ ids: [ids[0]] });
  });

  it('enters two without names behind one address by their certificates', async () => {
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
    const of = (serial: string, certificateSha256: string) =>
      nameless(serial, { profile: qry, certificateSha256 });
    await create(of('N1', a), of('N2', b));
    expect(await refusal(() => create(of('N3', a)))).toBe('409 certificate-in-use');
  });

  it('keeps what was said of the connection where the profile says otherwise', async () => {
    await create(nameless('N1', { identifiedBy: 'connection' }));
    expect([...(await rows())]).toMatchObject([{ profile: 'generic', by: 'connection' }]);
  });

  it('refuses what nothing tells apart, and enters nothing of it', async () => {
    const ambiguous = async (...instruments: object[]) => {
      const refused = await refusal(() => create(...instruments));
      return refused;
    };
    expect(await ambiguous(nameless('N1', { profile: qry }), nameless('N2', { profile: qry }))).toBe(
      '409 connection-ambiguous',
    );
    expect(
      await ambiguous(
        nameless('N1', { profile: qry, localPort: 2576 }),
        nameless('N2', { profile: qry, allowedAddress: '10.0.0.0/24' }),
      ),
    ).toBe('409 connection-ambiguous');
    expect(await ambiguous(nameless('N1'), nameless('N2'))).toBe('409 names-ambiguous');
    expect(await ambiguous(nameless('N1'), nameless('N2', { profile: qry }))).toBe('409 names-ambiguous');
    const named = { sendingApplication: 'A', sendingFacility: 'F' };
    expect(await ambiguous(nameless('N1', named), nameless('N2', { ...named, profile: qry }))).toBe(
      '409 names-ambiguous',
    );
    expect([...(await rows())]).toEqual([]);
    // another port, or another name, tells them apart
    await create(
      nameless('N1', { ...named, localPort: 2575 }),
      nameless('N2', { ...named, profile: qry, localPort: 2576 }),
    );
    await create(nameless('N3', { sendingApplication: 'B', localPort: 2575 }));
  });

  it('gives a known serial other orders, and keeps them where nothing is said of them', async () => {
    const instrument = nameless('N1', { sendingApplication: 'A9' });
    const orders = { mode: 'law-push' as const, port: { address: '10.0.0.7', port: 2575 } };
    await create(instrument);
    await create({ ...instrument, orders });
    await create(instrument);
    const [entered] = await database().db`
      select orders, host(order_host) as host, order_port as port from instrument where serial = 'N1'`;
    expect(entered).toEqual({ orders: 'law-push', host: '10.0.0.7', port: 2575 });
  });

  it('refuses orders unasked in a language that its profile does not have', async () => {
    const orders = { mode: 'law-push', port: null };
    expect(await refusal(() => create(nameless('N1', { profile: qry, orders })))).toBe(
      '409 orders-not-of-profile',
    );
    const { ids } = await create(nameless('N1', { orders }));
    const profiles = new SenderProfilesController(database().context);
    const assign = (profile: { id: string; version: number }) =>
      refusal(() => profiles.assign(administrator(), { instrumentId: ids[0] ?? 0, profile }));
    expect(await assign(qry)).toBe('409 orders-not-of-profile');
    expect(await assign({ id: 'ihe-law', version: 1 })).toBe('served');
  });

  it('take other names and another address, audited with what they were', async () => {
    const { ids } = await create(
      nameless('N1', { sendingApplication: 'A' }),
      nameless('N2', { sendingApplication: 'B' }),
    );
    const [first = 0] = ids;
    const change = (given: object, actor = administrator()) =>
      refusal(() => desk.change(actor, { instrumentId: first, ...given }));
    expect(await change({ sendingApplication: 'B' })).toBe('409 names-ambiguous');
    expect(await change({ allowedAddress: 'x' })).toBe('400 malformed');
    expect(await change({ sendingApplication: 'C' }, { ...administrator(), id: 7, realm: 'real' })).toBe(
      '404 instrument-unknown',
    );
    expect(await change({ sendingApplication: 'C', allowedAddress: '10.9.0.0/16' })).toBe('served');
    const [told] = await database().db`select subject, detail from audit where action = 'instrument-changed'`;
    expect(told).toEqual({
      subject: `instrument:${first}`,
      detail: {
        from: { sendingApplication: 'A', sendingFacility: '', allowedAddress: '10.0.0.7' },
        to: { sendingApplication: 'C', sendingFacility: '', allowedAddress: '10.9.0.0/16' },
      },
    });
    const profiles = new SenderProfilesController(database().context);
    await profiles.assign(administrator(), { instrumentId: first, profile: qry, localPort: 2576 });
    await profiles.assign(administrator(), { instrumentId: ids[1] ?? 0, profile: qry, localPort: 2576 });
    expect(await change({ allowedAddress: '10.0.0.7' })).toBe('409 connection-ambiguous');
  });

  it('are listed to administrators of their realm, and to technicians of their laboratory', async () => {
    await database().db`
      insert into instrument_contact values (${one.instrumentId}, '2030-01-01T08:00:00Z', '{1200000,1200000,2400000}',
        '2030-01-01T08:00:00Z')`;
    await database().owner`
      update instrument set certificate_sha256 = ${'c'.repeat(64)}, certificate_expires_at = '2031-01-01Z'
      where id = ${one.instrumentId}`;
    const idsOf = async (actor: Parameters<typeof desk.all>[0], all: boolean) =>
      (await (all ? desk.all(actor) : desk.ofLaboratory(actor))).instruments.map(({ id }) => id);
    expect((await idsOf(administrator(), true)).sort((a, b) => b - a)).toEqual([
      one.instrumentId,
      two.instrumentId,
    ]);
    expect(await idsOf(actorOf(real, 'administrator'), true)).toEqual([real.instrumentId]);
    expect(await idsOf(actorOf(one, 'technician'), false)).toEqual([one.instrumentId]);
    expect(await idsOf(actorOf(two, 'technician'), false)).toEqual([two.instrumentId]);
    // without a laboratory nothing is one's own
    expect(await idsOf({ ...actorOf(one, 'technician'), laboratoryId: null }, false)).toEqual([]);
    const [seen] = (await desk.ofLaboratory(actorOf(one, 'technician'))).instruments;
    expect(seen).toMatchObject({
      laboratoryCode: 'lab-drill-1',
      profile: { id: 'generic', version: 1 },
      orders: { mode: 'ask-only', port: null },
      hasCertificate: true,
      certificateEndsAt: '2031-01-01T00:00:00.000Z',
      lastContactAt: '2030-01-01T08:00:00.000Z',
      usualSilenceMs: 3_600_000,
      silentSince: '2030-01-01T08:00:00.000Z',
    });
    expect(JSON.stringify(seen)).not.toContain('c'.repeat(64));
    const [never] = (await desk.ofLaboratory(actorOf(two, 'technician'))).instruments;
    expect(never).toMatchObject({ lastContactAt: null, usualSilenceMs: 3 * 3_600_000, silentSince: null });
  });
});
