import { useDatabase } from '#lis/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveApi } from './served-api.fixture.js';
import { makeKey } from './tablet.fixture.js';

describe('the enrolment of a tablet', () => {
  const database = useDatabase();
  let api: Awaited<ReturnType<typeof serveApi>>;
  beforeAll(async () => (api = await serveApi(database())));
  afterAll(() => api.close());

  it('makes a device of the code’s site with its key, and says so in the audit', async () => {
    const { db } = database();
    const key = await makeKey();
    const { status, tabletId } = await api.enrol(await api.issueCode(), key);
    expect(status).toBe(200);
    const [made] = await db`
      select kind, role, site_id as site, name, revoked_at as revoked from actor a join tablet t on t.actor_id = a.id
      where a.id = ${tabletId}`;
    expect(made).toEqual({ kind: 'device', role: 'site', site: -1, name: 'tablet 7', revoked: null });
    expect(tabletId).toBeLessThan(0);
    const audited = await db`
      select action from audit where actor = ${`device:${tabletId}`} or actor = 'staff:-50' order by id`;
    expect(audited.map(({ action }) => action)).toEqual(['tablet-code-issued', 'tablet-enrolled']);
  });

  it('keeps no code that could be read', async () => {
    const code = await api.issueCode();
    const rows = await database().db`select t::text as row from tablet_code t`;
    for (const { row } of rows) expect(row).not.toContain(code.replaceAll('-', ''));
    expect(code.replaceAll('-', '')).toHaveLength(20);
  });

  it('serves one key once: again the same answer, another key nothing', async () => {
    const [code, key] = [await api.issueCode(), await makeKey()];
    const first = await api.enrol(code, key);
    expect((await api.enrol(code.toLowerCase(), key)).tabletId).toBe(first.tabletId);
    const other = await api.enrol(code, await makeKey());
    expect(other).toMatchObject({ status: 403, code: 'enrolment-code-unknown' });
  });

  it('makes one tablet of two at the same moment', async () => {
    const code = await api.issueCode();
    const answers = await Promise.all([api.enrol(code, await makeKey()), api.enrol(code, await makeKey())]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  it('refuses a code after ten minutes, and one that nobody issued', async () => {
    const { owner } = database();
    const code = await api.issueCode();
    const [left] = await owner<{ s: number }[]>`
      select max(extract(epoch from expires_at - clock_timestamp()))::int as s from tablet_code`;
    expect(left!.s).toBeGreaterThan(590);
    expect(left!.s).toBeLessThanOrEqual(600);
    await owner`update tablet_code set expires_at = clock_timestamp() where tablet_id is null`;
    const key = await makeKey();
    expect(await api.enrol(code, key)).toMatchObject({ status: 403, code: 'enrolment-code-unknown' });
    expect(await api.enrol('00000-00000-00000-00000', key)).toMatchObject({ status: 403 });
  });

  it('takes no site and no private key from a body, and no key off the curve', async () => {
    const code = await api.issueCode();
    const { publicKey } = await makeKey();
    const enrol = (body: object) => api.ask('/v1/tablets/enrol', { code, publicKey, name: 'x', ...body });
    expect((await enrol({ siteId: -9 })).code).toBe('malformed');
    expect((await enrol({ publicKey: { ...publicKey, d: publicKey.x } })).code).toBe('malformed');
    expect((await enrol({ publicKey: { ...publicKey, y: publicKey.x } })).code).toBe('key-unusable');
  });

  it('is asked for by an administrator of the own realm only', async () => {
    const wish = { siteCode: 'site-drill-1' };
    expect((await api.ask('/v1/administration/tablets/codes', wish, 'real-admin')).code).toBe('site-unknown');
    expect((await api.ask('/v1/administration/tablets/codes', wish)).code).toBe('credential-missing');
    const { token } = await api.newTablet();
    expect((await api.ask('/v1/administration/tablets/codes', wish, await token())).code).toBe(
      'role-not-allowed',
    );
  });

  it('cannot be tried over and over', async () => {
    const key = await makeKey();
    const codes: unknown[] = [];
    for (let n = 0; n < 21; n++) codes.push((await api.enrol('AAAAA-AAAAA-AAAAA-AAAAA', key)).code);
    expect(codes.at(-1)).toBe('too-many-requests');
  });
});
