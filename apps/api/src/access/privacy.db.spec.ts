import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { makeTubeCode } from '#lis/domain';
import { keyRing, loadSecrets, open, tokenHash } from '#lis/platform';
import { enterLaboratory, person, sealTube, useDatabase } from '#lis/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

// Whatever is personal carries one of these marks; they may appear nowhere but in ciphertext.
const marks = ['MARKNAME', '1388675309', 'MARKNUM'];
const oddNames = [
  "MARKNAME'; drop table person; --",
  'MARKNAME|^~\\&\rOBX|1|NM|',
  '=cmd()|MARKNAME',
  '../../MARKNAME/../etc/passwd',
];

describe('nothing personal leaves', () => {
  const database = useDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-privacy-'));
  const written: string[] = [];
  const answers: string[] = [];
  let app: NestFastifyApplication;

  const marked = (name: string, n = 1) => person(undefined, { name, phone: `1388675309${n}` });
  const stranger = () => ({
    ...marked('MARKNAME'),
    identity: { type: 'passport' as const, number: `MARKNUM${randomUUID().slice(0, 8)}`, country: 'DEU' },
  });
  const ask = async (token: string, method: 'GET' | 'POST', url: string, payload?: object) => {
    const answer = await app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}` },
      ...(payload && { payload }),
    });
    answers.push(`${method} ${url} ${answer.statusCode} ${answer.body}`);
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };

  beforeAll(async () => {
    const { owner } = database();
    await enterLaboratory(owner);
    await owner`insert into actor (id, kind, role, name, laboratory_id) values
      (-1002, 'staff', 'verifier', 'verifier', -1), (-1003, 'staff', 'administrator', 'administrator', null), (-1004, 'staff', 'verifier', 'second verifier', -1)`;
    for (const [token, actor] of [['tablet', -1000], ['technician', -1001], ['verifier', -1002], ['administrator', -1003], ['second', -1004]] as const) {
      await owner`insert into credential (token_hash, actor_id, issued_at) values (${tokenHash(token)}, ${actor}, '2030-01-01Z')`;
    } // prettier-ignore
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((chunk) => {
        written.push(String(chunk));
        return true;
      });
    }
    const { host, port, database: name } = owner.options;
    vi.stubEnv('DATA_DIR', folder);
    vi.stubEnv('DATABASE_APP_URL', `postgres://sweepwell_app:test@${host[0] ?? ''}:${port[0] ?? 0}/${name}`);
    vi.stubEnv('LOG_LEVEL', 'debug');
    const { createApi } = await import('../create-api.js');
    app = await createApi();
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(async () => {
    await app.close();
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Tables and rows that hold a mark in a readable column, the named ones' own statements aside. */
  const found = async (tables: readonly string[]) => {
    const hits: string[] = [];
    for (const table of tables) {
      const rows = await database().owner.unsafe<{ row: string }[]>(`select t::text as row from ${table} t`);
      hits.push(
        ...rows
          .filter(({ row }) => marks.some((mark) => row.includes(mark)))
          .map(({ row }) => `${table}: ${row}`),
      );
    }
    return hits;
  };
  const register = (...tubes: unknown[]) => ask('tablet', 'POST', '/v1/tubes', { tubes });

  it('keeps odd names as text, refuses none, and executes none', async () => {
    const { db } = database();
    const tube = sealTube(-1, { members: oddNames.map((name, index) => marked(name, index)) });
    const { body } = await register(tube);
    expect(body['receipts']).toMatchObject([{ outcome: 'accepted' }]);
    const keys = keyRing(loadSecrets({ dataFolder: folder }));
    const rows = await db<{ id: number; key: number; sealed: Uint8Array }[]>`
      select p.id, p.data_key_id as key, p.particulars as sealed from member m join person p on p.id = m.person_id
      where m.tube_id = ${tube.id} order by m.ordinal`;
    const names = rows.map(({ id, key, sealed }) => {
      const text = open(keys, 'drill', key, sealed, `person:${id}:particulars`);
      return (JSON.parse(text) as { name: string }).name;
    });
    expect(names).toEqual(oddNames);
  });

  it('takes jurisdictions with odd names as text', async () => {
    const csv = [
      'code,name,level,parent_code,population',
      '"../../etc/passwd","\'; drop table person; --",city,,5',
      '=1+1,"a|^~\\&b",district,../../etc/passwd,5',
    ];
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/administration/jurisdictions',
      headers: { authorization: 'Bearer administrator', 'content-type': 'text/csv' },
      payload: csv.join('\n'),
    });
    expect(answer.json()).toEqual({ imported: 2, updated: 0 });
    const stored = await database().db`
      select j.code, j.name, p.code as parent from jurisdiction j left join jurisdiction p on p.id = j.parent_id
      where j.code in ('../../etc/passwd', '=1+1') order by j.level`;
    expect(stored).toEqual([
      { code: '../../etc/passwd', name: "'; drop table person; --", parent: null },
      { code: '=1+1', name: 'a|^~\\&b', parent: '../../etc/passwd' },
    ]);
  });

  it('says no name to the laboratory, whatever a technician or verifier asks', async () => {
    const { owner } = database();
    const tubes = Array.from({ length: 3 }, () =>
      sealTube(-1, { members: [stranger(), marked(oddNames[0]!)] }),
    );
    await register(...tubes);
    const codes = tubes.map(({ code }) => code);
    const box = {
      id: randomUUID(),
      code: 'BOX-1',
      sweepId: -1,
      laboratoryCode: 'lab-drill-1',
      tubeCodes: codes,
    };
    const handed = { ...box, countedTubes: 3, handedOverAt: '2030-01-01T05:00:00Z', courier: 'courier' };
    expect((await ask('tablet', 'POST', '/v1/boxes/hand-over', handed)).status).toBeLessThan(300);
    const from = answers.length;
    const lab = (method: 'GET' | 'POST', url: string, payload?: object) =>
      ask('technician', method, url, payload);
    const receipt = { code: 'BOX-1', countedTubes: 3, tubeCodes: codes, rejected: [] };
    expect((await lab('POST', '/v1/boxes/receive', receipt)).body).toMatchObject({ received: 3 });
    expect((await lab('GET', '/v1/laboratory/waiting?sweepId=-1')).body).toMatchObject({ waiting: 3 });
    const plate = { id: randomUUID(), barcode: 'PLATE-1', sweepId: -1, kit: { id: 'test-kit', version: 1 } };
    expect((await lab('POST', '/v1/plates', { ...plate, tubeCodes: codes })).body).toMatchObject({
      outcome: 'laid-out',
    });
    expect((await lab('GET', '/v1/plates/worklist?barcode=PLATE-1')).status).toBe(200);

    const [run] = await owner<{ id: number }[]>`
      insert into run (sweep_id, plate_id, instrument_id, run_number, state, opened_at, judged_at)
      values (-1, ${plate.id}, -1, 'R1', 'accepted', '2030-01-01Z', '2030-01-01Z') returning id`;
    await owner`
      insert into tube_result (sweep_id, tube_id, version, outcome, run_id, well, rule_version, state, reasons, made_at)
      select -1, id, 1, 'positive', ${run!.id}, 'A1', 'r', 'held', '{positive}', '2030-01-01Z' from tube
      where id = any(${tubes.map(({ id }) => id)}::uuid[])`;
    await owner`update tube set state = 'resulted' where id = any(${tubes.map(({ id }) => id)}::uuid[])`;
    const verify = (method: 'GET' | 'POST', url: string, payload?: object) =>
      ask('verifier', method, url, payload);
    const { body } = await verify('GET', '/v1/verification/held?sweepId=-1');
    expect(body['results']).toHaveLength(3);
    const [tube] = tubes;
    const results = [{ tubeId: tube!.id, version: 1 }];
    const released = await verify('POST', '/v1/verification/release', { sweepId: -1, results });
    expect(released.body).toMatchObject({ results: [{ outcome: 'released' }] });
    const correction = {
      sweepId: -1,
      tubeId: tube!.id,
      version: 1,
      outcome: 'negative',
      reason: 'MARKNAME was on the wrong plate',
    };
    expect((await ask('second', 'POST', '/v1/verification/correct', correction)).status).toBe(200);
    const lost = sealTube(-1, { code: tube!.code, members: [stranger()] });
    expect((await register(lost)).body).toMatchObject({ receipts: [{ outcome: 'conflict' }] });
    const decision = { sweepId: -1, code: tube!.code, tubeId: tube!.id, reason: 'MARKNAME saw it' };
    expect((await verify('POST', '/v1/verification/conflicts', decision)).status).toBe(200);
    expect(answers.slice(from)).toHaveLength(9);
    for (const answer of answers.slice(from)) expect(answer).not.toMatch(new RegExp(marks.join('|')));
  });

  it('puts no mark into audit, tasks, jobs, logs or answers, in whatever way a person goes wrong', async () => {
    const { owner } = database();
    const who = stranger();
    const tube = sealTube(-1, { members: [{ ...who, household: 'MARKNAME home' }, marked(oddNames[1]!)] });
    const again = sealTube(-1, { members: [{ ...who, name: 'MARKNAME other', phone: '13886753099' }] });
    const refused = { ...sealTube(-1, { members: [stranger()] }), bodyHash: '0'.repeat(64) };
    const unreadable = { ...sealTube(-1), members: [{ ...stranger(), MARKNAME: 'MARKNAME' }] };
    const wrongCode = sealTube(-1, {
      code: makeTubeCode('SW', 77),
      members: [{ ...stranger(), name: 'x'.repeat(2000) }],
    });
    const { body } = await register(tube, again, refused, unreadable, wrongCode, 'MARKNAME');
    expect((body['receipts'] as { outcome: string }[]).map(({ outcome }) => outcome)).toContain('refused');
    const amendment = {
      tubeId: tube.id,
      kind: 'member-added',
      member: stranger(),
      reason: 'MARKNAME was forgotten',
      secondPerson: 'staff:-9',
    };
    const amend = (given: object) =>
      ask('tablet', 'POST', '/v1/tubes/amendments', { id: randomUUID(), ...amendment, ...given });
    expect((await amend({})).status).toBeLessThan(300);
    expect((await amend({ member: { ...stranger(), MARKNAME: 1 } })).status).toBe(400);
    // a database that quotes what it was given
    await owner.unsafe(`create function quote_it() returns trigger language plpgsql as $$ begin
      raise exception 'cannot store %: MARKNAME', new.kind; end $$;
      create trigger quoting before insert on tube_amendment for each row execute function quote_it()`);
    expect((await amend({})).status).toBe(500);
    await owner.unsafe('drop trigger quoting on tube_amendment; drop function quote_it');
    const identity = { type: 'passport', number: 'MARKNUM404', country: 'DEU' };
    const merge = { person: identity, canonical: who.identity, reason: 'same' };
    expect((await ask('administrator', 'POST', '/v1/persons/merge', merge)).status).toBe(404);
    const [same, reason] = [(body['receipts'] as unknown[]).length > 0, 'MARKNAME married'];
    const merged = { person: tube.members[1]!.identity, canonical: who.identity, reason };
    expect(same && (await ask('administrator', 'POST', '/v1/persons/merge', merged)).status).toBeLessThan(
      300,
    );
    await ask('administrator', 'POST', '/v1/persons/merge', {
      ...merge,
      person: { ...identity, MARKNUM: 1 },
    });

    expect(written.join('').length).toBeGreaterThan(100);
    expect(
      await found([
        'audit',
        'attention',
        'outbox',
        'tube',
        'tube_code',
        'member',
        'person',
        'refused_submission',
        'case_file',
        'case_step',
        'delivery',
        'instrument_message',
        'person_alias',
        'tube_amendment',
        'tube_result',
        'remark',
      ]),
    ).toEqual([]);
    const log = marks.filter((mark) => written.join('').includes(mark));
    const told = answers.filter((answer) => marks.some((mark) => answer.includes(mark)));
    expect({ log, told }).toEqual({ log: [], told: [] });
  });
});
