import { actorOf, enterLaboratory, type Laboratory, standingClock, useDatabase } from '#lis/testing';
import { momentText } from '#lis/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followContacts } from './follow-contacts.js';
import { listTablets } from './list-tablets.js';
import { serveApi } from './served-api.fixture.js';

describe('what an administrator sees of a site’s tablets', () => {
  const database = useDatabase();
  let api: Awaited<ReturnType<typeof serveApi>>;
  beforeAll(async () => (api = await serveApi(database())));
  afterAll(() => api.close());
  const list = async () =>
    (await api.ask('/v1/administration/tablets?siteCode=site-drill-1', undefined, 'admin')).body['tablets'];

  it('is their state, last contact and unsent tubes', async () => {
    const { tabletId, token } = await api.newTablet();
    expect(await list()).toEqual([
      expect.objectContaining({
        tabletId,
        name: 'tablet 7',
        state: 'enrolled',
        unsent: null,
        revokedAt: null,
      }),
    ]);
    await api.ask('/v1/tablet/self', undefined, await token(), { 'x-unsent-tubes': '17' });
    await expect.poll(list).toEqual([expect.objectContaining({ tabletId, state: 'in-use', unsent: 17 })]);
    await api.ask('/v1/administration/tablets/revoke', { tabletId }, 'admin');
    expect(await list()).toEqual([expect.objectContaining({ state: 'revoked', unsent: 17 })]);
  });

  it('is nothing of the other realm’s sites', async () => {
    const told = await api.ask('/v1/administration/tablets?siteCode=site-drill-1', undefined, 'real-admin');
    expect(told.code).toBe('site-unknown');
  });
});

describe('a tablet’s contacts', () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  beforeAll(async () => {
    laboratory = await enterLaboratory(database().owner);
    await database().owner`
      insert into tablet (actor_id, public_key, enrolled_at) values (-1000, '', '2030-01-01Z')`;
  });

  it('are written at most once in 30 s of the machine', async () => {
    const standing = standingClock(database().context);
    let machine = 1_000_000;
    const clock = { ...standing.context.clock, machine: () => machine };
    const note = followContacts({ ...standing.context, clock });
    const say = (unsent: string) =>
      note({ headers: { 'x-unsent-tubes': unsent }, actor: actorOf(laboratory, 'site') });
    const seen = async () => {
      const administrator = actorOf(laboratory, 'administrator');
      const [one] = (await listTablets(standing.context, administrator, 'site-drill-1')).tablets;
      return [one?.unsent, one?.lastContactAt];
    };
    const first = momentText(standing.clock.at);
    await say('3');
    expect(await seen()).toEqual([3, first]);
    standing.clock.at += 29_000;
    machine += 29_999;
    await say('2');
    expect(await seen()).toEqual([3, first]);
    machine += 1;
    await say('nonsense');
    await say('1');
    expect(await seen()).toEqual([1, momentText(standing.clock.at)]);
  });
});
