import { momentText } from '#lis/domain';
import { sealTube, useDatabase } from '#lis/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveApi } from './served-api.fixture.js';

type Api = Awaited<ReturnType<typeof serveApi>>;
type Tablet = Awaited<ReturnType<Api['newTablet']>>;

describe('a tablet’s token', () => {
  const database = useDatabase();
  let api: Api;
  let tablet: Tablet;
  beforeAll(async () => {
    api = await serveApi(database());
    tablet = await api.newTablet();
  });
  afterAll(() => api.close());
  const self = (token: string) => api.ask('/v1/tablet/self', undefined, token);
  const tubes = (token: string, sealed: unknown[]) => api.ask('/v1/tubes', { tubes: sealed }, token);
  const receiptOf = (told: { body: Record<string, unknown> }) =>
    (told.body['receipts'] as { outcome: string; flags: string[] }[])[0];
  const claim = async (nonce: string, given: { by?: Tablet; audience?: string; tabletId?: number } = {}) => {
    const tabletId = given.tabletId ?? tablet.tabletId;
    const { key } = given.by ?? tablet;
    const signature = await key.sign(tabletId, nonce, given.audience ?? tablet.audience);
    return api.ask('/v1/tablets/token', { tabletId, nonce, signature });
  };
  const now = async () => {
    const told = await self(await tablet.token());
    return Date.parse(String(told.body['now']));
  };

  it('is given for a proof of key, serves 15 minutes, and shows the site and its open sweeps', async () => {
    const told = await tablet.prove();
    expect(told).toMatchObject({ status: 200, body: { expiresInSeconds: 900 } });
    const me = await self(String(told.body['token']));
    expect(me).toMatchObject({
      status: 200,
      body: {
        tabletId: tablet.tabletId,
        realm: 'drill',
        site: { id: -1, code: 'site-drill-1', name: 'hall', jurisdictionCode: 'c-drill-1' },
        sweeps: [{ id: -1, poolSize: 10 }],
      },
    });
    const [left] = await database().owner<{ s: number }[]>`
      select max(extract(epoch from expires_at - clock_timestamp()))::int as s from credential
      where actor_id = ${tablet.tabletId}`;
    expect(left!.s).toBeGreaterThan(890);
    expect(left!.s).toBeLessThanOrEqual(900);
  });

  it('registers tubes without any operator being signed in', async () => {
    const { db } = database();
    const tube = sealTube(-1, { sealedAt: momentText(await now()) });
    expect(receiptOf(await tubes(await tablet.token(), [tube]))).toMatchObject({ outcome: 'accepted' });
    const [stored] = await db`
      select device_id as device, site_id as site, state from tube where id = ${tube.id}`;
    expect(stored).toEqual({ device: tablet.tabletId, site: -1, state: 'sealed' });
    expect(
      await db`select 1 from credential where actor_id = ${tablet.tabletId} and expires_at is null`,
    ).toEqual([]);
  });

  it('is not given for a forged signature, another tablet’s key, or one made for another installation', async () => {
    const other = await api.newTablet();
    const { tabletId } = tablet;
    const refused = { status: 401, code: 'signature-wrong' };
    const nonce = await api.challenge(tabletId);
    const signature = 'A'.repeat(86);
    expect(await api.ask('/v1/tablets/token', { tabletId, nonce, signature })).toMatchObject(refused);
    expect(await claim(await api.challenge(tabletId), { by: other })).toMatchObject(refused);
    expect(await claim(await api.challenge(tabletId), { audience: `${tablet.audience}0` })).toMatchObject(
      refused,
    );
    expect(await claim(await api.challenge(tabletId))).toMatchObject({ status: 200 });
  });

  it('takes a nonce once, within a minute, from the tablet that it was given to', async () => {
    const { owner } = database();
    const refused = { status: 401, code: 'nonce-unknown' };
    const used = await api.challenge(tablet.tabletId);
    expect(await claim(used)).toMatchObject({ status: 200 });
    expect(await claim(used)).toMatchObject(refused);
    const tried = await api.challenge(tablet.tabletId);
    await claim(tried, { audience: 'x' });
    expect(await claim(tried)).toMatchObject(refused);
    const late = await api.challenge(tablet.tabletId);
    await owner`update tablet_challenge set expires_at = expires_at - interval '62 s'`;
    expect(await claim(late)).toMatchObject(refused);
    const other = await api.newTablet();
    const theirs = await api.challenge(other.tabletId);
    expect(await claim(theirs)).toMatchObject(refused);
    expect(await claim('B'.repeat(43))).toMatchObject(refused);
  });

  it('is nothing after its time, though it served a moment ago', async () => {
    const { owner } = database();
    const token = await tablet.token();
    await owner`
      update credential set expires_at = clock_timestamp() + interval '700 ms'
      where actor_id = ${tablet.tabletId}`;
    expect((await self(token)).status).toBe(200);
    await expect.poll(async () => (await self(token)).code, { timeout: 1500 }).toBe('credential-unknown');
    expect((await tubes(token, [sealTube(-1)])).code).toBe('credential-unknown');
  });

  it('of a stolen tablet serves nothing at once but delivery into quarantine, and no new one is given', async () => {
    const { db, owner } = database();
    const stolen = await api.newTablet();
    const token = await stolen.token();
    expect((await self(token)).status).toBe(200);
    const nonce = await api.challenge(stolen.tabletId);
    const at = await now();
    const revoke = () => api.ask('/v1/administration/tablets/revoke', { tabletId: stolen.tabletId }, 'admin');
    expect((await revoke()).body).toEqual({ outcome: 'revoked' });

    expect(await self(token)).toMatchObject({ status: 401, code: 'credential-revoked' });
    expect((await claim(nonce, { by: stolen, tabletId: stolen.tabletId })).code).toBe('nonce-unknown');
    expect((await stolen.prove()).status).toBe(401);
    const before = sealTube(-1, { sealedAt: momentText(at) });
    const after = sealTube(-1, { sealedAt: momentText(at + 3_600_000) });
    const answers = [receiptOf(await tubes(token, [before])), receiptOf(await tubes(token, [after]))];
    expect(answers.map((receipt) => receipt!.flags.filter((flag) => /revo/.test(flag)))).toEqual([
      ['device-revoked'],
      ['device-revoked', 'sealed-after-revocation'],
    ]);
    const states = await db`select state, held from tube where device_id = ${stolen.tabletId}`;
    expect(states).toEqual([
      { state: 'quarantined', held: true },
      { state: 'quarantined', held: true },
    ]);
    expect((await revoke()).body).toEqual({ outcome: 'replayed' });
    const [latest] = await owner<{ hours: number }[]>`
      select extract(epoch from max(expires_at) - clock_timestamp())::int / 3600 as hours from credential
      where actor_id = ${stolen.tabletId}`;
    expect(latest!.hours).toBeGreaterThanOrEqual(71);
  });

  it('is not given to a revoked tablet whose nonce was given a moment before', async () => {
    const { owner } = database();
    const gone = await api.newTablet();
    const nonce = await api.challenge(gone.tabletId);
    await owner`update tablet set revoked_at = clock_timestamp() where actor_id = ${gone.tabletId}`;
    expect((await claim(nonce, { by: gone, tabletId: gone.tabletId })).code).toBe('tablet-revoked');
  });

  it('is revoked by an administrator of the own realm only', async () => {
    const body = { tabletId: tablet.tabletId };
    expect((await api.ask('/v1/administration/tablets/revoke', body, 'real-admin')).code).toBe(
      'tablet-unknown',
    );
  });
});
