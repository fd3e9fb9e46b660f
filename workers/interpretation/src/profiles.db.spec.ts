import { demoKit } from '#lis/domain';
import { profileOf, type SenderProfile } from '#lis/hl7';
import { consumeOutbox } from '#lis/platform';
import { enterLaboratory, enterTubes, type Laboratory, useDatabase } from '#lis/testing';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { interpretMessages } from './interpret-messages.js';
import { offerOrphansAgain } from './orphans.js';
import { plateOf, store } from './plate.fixture.js';

const kits = {
  cartridge: {
    ...demoKit,
    id: 'cartridge',
    internalControls: true,
    controls: [],
    targets: demoKit.targets.map((target) => (target.name === 'ORF1AB' ? { ...target, name: 'E' } : target)),
  },
  calls: { ...demoKit, id: 'calls', internalControls: true, callsWithoutCt: true, controls: [] },
  strict: { ...demoKit, id: 'strict', internalControls: true, controls: [] },
};

describe('messages without a plate', { timeout: 60_000 }, () => {
  const database = useDatabase();
  let laboratory: Laboratory;
  let drawn = 1;
  beforeAll(async () => {
    laboratory = await enterLaboratory(database().owner);
    for (const kit of Object.values(kits))
      await database().owner`insert into kit values (${kit.id}, 1, ${JSON.stringify(kit)}::text::jsonb)`;
  });
  beforeEach(() => database().owner`truncate attention`);

  /** Gives the instrument a version of its own of a built-in profile. */
  const speak = async (id: string, changes: Partial<SenderProfile> = {}) => {
    const version = ++drawn;
    const definition = JSON.stringify({ ...profileOf(id), version, ...changes });
    const { owner } = database();
    await owner`insert into sender_profile values ('drill', ${id}, ${version}, ${definition}::text::jsonb, ${laboratory.technicianId}, '2030-01-01Z')`;
    await owner`update instrument set profile_id = ${id}, profile_version = ${version} where id = ${laboratory.instrumentId}`;
    return `${id}@${version}`;
  };
  const work = async () => {
    const { db, context } = database();
    const rows = await db<{ id: number }[]>`select id from outbox where topic = 'message' order by id`;
    if (rows.length > 0)
      await consumeOutbox(context, 'message', { outboxIds: rows.map(({ id }) => String(id)) }, (tx, taken) =>
        interpretMessages(context, tx, taken),
      );
    const left = await db`select last_error from outbox where topic = 'message'`;
    expect([...left]).toEqual([]);
  };
  const send = async (...texts: string[]) => {
    const ids = await store(database().db, laboratory.instrumentId, texts);
    await work();
    return ids;
  };
  const again = async (ids: string[]) => {
    const { db } = database();
    await db`update instrument_message set state = 'stored' where id = any(${ids}::bigint[])`;
    await db`insert into outbox (topic, sweep_id, payload) values ('message', -1, ${JSON.stringify({ messageIds: ids })}::text::jsonb)`;
    await work();
  };
  const fate = async ([id]: string[]) => {
    const [row] = await database().db<{ state: string; reason: string | null; profile: string }[]>`
      select state, reason, profile from instrument_message where id = ${id ?? ''}`;
    return `${row?.state} ${row?.reason ?? ''} ${row?.profile}`;
  };
  const callsOf = async (tubeId: string) => [
    ...(await database().db<{ call: string; reasons: string[] }[]>`
      select call, reasons from well_call where tube_id = ${tubeId} order by called_at`),
  ];
  const tube = async (state: string) => {
    const { owner, context } = database();
    const [one] = await enterTubes(owner, context, laboratory, 1, { members: 1 });
    if (!one) throw new Error('no tube');
    await owner`update tube set state = ${state}, laboratory_id = ${state === 'sealed' ? null : laboratory.laboratoryId}
      where id = ${one.tubeId}`;
    return one;
  };
  const receive = (tubeId: string, at = laboratory.laboratoryId) =>
    database().owner`update tube set state = 'received', laboratory_id = ${at} where id = ${tubeId}`;
  const attention = async () => {
    const rows = await database().db<{ code: string }[]>`select code from attention order by code`;
    return rows.map(({ code }) => code);
  };
  const xpert = (code: string, cts: Record<string, string>, time = '20300101120000+0800') =>
    [
      'MSH|^~\\&|app-drill-1|facility-drill-1|||20300101120100+0800||ORU^R01|1|P|2.5',
      `PID|1||${code}`,
      ...Object.entries(cts).flatMap(([target, value], i) => [
        `OBR|${i + 1}`,
        `OBX|1|ST|^C^^C^^^${target}^||${value.split('^')[0]}^||||||F|||${time}`,
        `OBX|2|NM|^C^^C^^^${target}^Ct||^${value.split('^')[1]}||||||F|||${time}`,
      ]),
    ].join('\r');
  const negative = { N2: 'NEG^0.0', E: 'NEG^0', SPC: 'PASS^28.1' };

  it('by tube: the one open plate, controls by the names of the worklist', async () => {
    // the fixture stores UTF-8; the profile's GBK would read something out of that, too
    const profile = await speak('qry-q02', { characterSet: 'UTF-8' });
    const plate = await plateOf(database().owner, database().context, laboratory, 2);
    const oru = (code: string, flag: 0 | 2, cts: [number | '', number | '', number | '']) =>
      [
        `MSH|^~\\&|||||20300101121000||ORU^R01|${drawn}|P|2.3.1||||${flag}||ASCII`,
        `OBR|1|${code}||NCOV|||20300101121000`,
        ...['ORF1ab', 'N', 'IC'].map(
          (target, i) => `OBX|${i}|ST|${target}||${cts[i] === '' ? '未检出' : cts[i]}||||||F`,
        ),
      ].join('\r');
    const [first, second] = plate.wells;
    const messages = [
      oru(first?.tubeCode ?? '', 0, ['', '', 25]),
      oru(`NC-${plate.barcode}`, 2, ['', '', '']),
      oru(second?.tubeCode ?? '', 0, [25, 26, 25]),
      oru(`PC-${plate.barcode}`, 2, [28, 29, 25]),
    ];
    // the layout names its controls as the api does
    await database()
      .owner`update well set code = case kind when 'negative-control' then 'NC-' else 'PC-' end || ${plate.barcode}
      where plate_id = ${plate.id} and kind <> 'sample'`;
    for (const message of messages) expect(await fate(await send(message))).toBe(`interpreted  ${profile}`);
    const calls = await database().db<{ call: string; reasons: string[]; runs: number }[]>`
      select c.call, c.reasons from well_call c join run r on r.id = c.run_id where r.plate_id = ${plate.id} order by c.well`;
    expect([...calls]).toEqual([
      { call: 'negative', reasons: [] },
      { call: 'positive', reasons: [] },
    ]);
    // the analyser's own control belongs to no plate and to nobody's list
    expect(await fate(await send(oru('QC-LOT-9', 2, [20, 20, 20])))).toBe(
      `parked quality-control ${profile}`,
    );
    expect(await attention()).toEqual([]);
  });

  it('by tube: waits until the tube is plated; two open plates are not guessed', async () => {
    await speak('qry-q02');
    const message = (code: string) =>
      `MSH|^~\\&|||||20300101121000||ORU^R01|1|P|2.3.1\rOBR|1|${code}\rOBX|1|NM|N||28||||||F`;
    const one = await tube('received');
    const ids = await send(message(one.code));
    expect(await fate(ids)).toMatch(`orphan plated:${one.code}`);
    await offerOrphansAgain(database().db);
    expect(await fate(ids)).toMatch('orphan');
    const { owner } = database();
    const { sweepId, laboratoryId, technicianId } = laboratory;
    const lay = async (id: string) => {
      await owner`insert into plate values (${sweepId}, ${id}, ${`X${id}`}, ${laboratoryId}, 'test-kit', 1, ${technicianId}, '2030-01-01T04:00Z')`;
      await owner`insert into well values (${sweepId}, ${id}, 'A1', 'sample', ${one.code}, ${one.tubeId}),
        (${sweepId}, ${id}, 'A12', 'negative-control', ${`NC-X${id}`}, null), (${sweepId}, ${id}, 'H12', 'positive-control', null, null)`;
    };
    await lay('00000000-0000-4000-8000-000000000001');
    await offerOrphansAgain(database().db);
    await work();
    expect(await fate(ids)).toMatch('interpreted');
    await lay('00000000-0000-4000-8000-000000000002');
    expect(await fate(await send(message(one.code)))).toMatch('parked plate-ambiguous');
  });

  it('sample-to-answer: an orphan by its tube, then a plate of one well, made once', async () => {
    const profile = await speak('genexpert', { kit: { id: 'cartridge', version: 1 } });
    const one = await tube('sealed');
    const ids = await send(xpert(one.code, negative));
    expect(await fate(ids)).toBe(`orphan tube:${one.code} ${profile}`);
    expect(await attention()).toEqual(['message-orphan']);
    await offerOrphansAgain(database().db);
    expect(await fate(ids)).toMatch('orphan');
    await receive(one.tubeId);
    await offerOrphansAgain(database().db);
    await work();
    expect(await fate(ids)).toBe(`interpreted  ${profile}`);
    expect(await callsOf(one.tubeId)).toEqual([{ call: 'negative', reasons: [] }]);
    await again(ids);
    await send(xpert(one.code, negative));
    expect((await callsOf(one.tubeId)).length).toBe(1);
    const [made] = await database().db<
      { plates: number; audits: number; by: number | null; state: string }[]
    >`
      select count(*)::int as plates, min(p.laid_out_by) as by, min(t.state) as state,
        (select count(*)::int from audit where action = 'plate-made' and subject = 'plate:' || min(p.id::text)) as audits
      from well w join plate p on p.id = w.plate_id join tube t on t.id = w.tube_id where w.tube_id = ${one.tubeId}`;
    expect(made).toEqual({ plates: 1, by: null, state: 'plated', audits: 1 });
    // the same tube once more in another cartridge: it stands in a well already
    const second = xpert(one.code, negative, '20300101150000+0800');
    expect(await fate(await send(second))).toBe(`parked tube-not-free ${profile}`);
  });

  it('sample-to-answer: a failed cartridge, no kit, another laboratory, the other realm', async () => {
    await speak('genexpert', { kit: { id: 'cartridge', version: 1 } });
    const failed = await tube('received');
    await send(xpert(failed.code, { N2: 'NO RESULT^0', E: 'NO RESULT^0', SPC: 'NO RESULT^0' }));
    expect((await callsOf(failed.tubeId))[0]?.call).toBe('invalid');
    const doubtful = await tube('received');
    await send(xpert(doubtful.code, { ...negative, SPC: 'FAIL^0' }));
    expect((await callsOf(doubtful.tubeId))[0]?.call).toBe('invalid');
    const evidence = await tube('received');
    await send(xpert(evidence.code, { ...negative, N2: 'POS^0' }));
    expect(await callsOf(evidence.tubeId)).toMatchObject([
      { call: 'inconclusive', reasons: expect.arrayContaining(['positive-call-without-ct:N']) },
    ]);
    const elsewhere = await tube('received');
    await enterLaboratory(database().owner, 'drill', 2);
    await receive(elsewhere.tubeId, -2);
    expect(await fate(await send(xpert(elsewhere.code, negative)))).toMatch('parked tube-not-free');
    const other = await tube('received');
    await speak('genexpert', { kit: { id: 'test-kit', version: 1 } });
    expect(await fate(await send(xpert(other.code, negative)))).toMatch(
      'parked kit-without-internal-controls',
    );
    await speak('genexpert');
    expect(await fate(await send(xpert(other.code, negative)))).toMatch(
      'parked kit-without-internal-controls',
    );
  });

  it('sample-to-answer over ASTM: the cartridge is the run, Ct 0.0 is no Ct, a half message is none', async () => {
    const profile = await speak('genexpert-astm', { kit: { id: 'cartridge', version: 1 } });
    const one = await tube('received');
    const result = (n: number, name: string, value: string) => `R|${n}|^CV2^^CV2^^^${name}|${value}`;
    const text = [
      'H|@^\\|id||GX^GeneXpert^6.4|||||LIS||P|1394-97|20300101121000',
      'P|1|||p1|^Zhang San',
      `O|1|${one.code}||^^^CV2|R${'|'.repeat(20)}F`,
      'R|1|^CV2^^CV2^Xpress^1^SARS-CoV-2^|POSITIVE^|||||F||Wang|20300101111500|20300101120000|PC^7^8^C99^LOT7^20310531',
      result(2, 'E^', 'NEG^'),
      result(3, 'E^Ct', '^0.0'),
      result(4, 'N2^', 'POS^'),
      result(5, 'N2^Ct', '^29.3'),
      result(6, 'SPC^', 'PASS^'),
      result(7, 'SPC^Ct', '^28.1'),
    ].join('\r');
    expect(await fate(await send(text))).toBe(`parked not-results ${profile}`);
    const ids = await send(`${text}\rL|1|N\r`);
    expect(await fate(ids)).toBe(`interpreted  ${profile}`);
    const { db } = database();
    const readings = await db<{ target: string; ct: number | null }[]>`
      select target, ct from reading where message_id = ${ids[0] ?? ''} order by target`;
    expect(readings.map(({ target, ct }) => [target, ct === null ? null : Math.round(ct * 10) / 10])).toEqual(
      [
        ['E', null],
        ['IC', 28.1],
        ['N', 29.3],
      ],
    );
    const [run] = await db`select r.run_number, r.kit_lot from run r join well w on w.plate_id = r.plate_id
      where w.tube_id = ${one.tubeId}`;
    expect(run).toEqual({ run_number: 'C99', kit_lot: 'LOT7' });
    expect((await callsOf(one.tubeId)).length).toBe(1);
    await again(ids);
    await send(`${text}\rL|1|N\r`);
    expect((await callsOf(one.tubeId)).length).toBe(1);
  });

  it.each([
    ['calls', 'NEG', 'negative'],
    ['calls', 'INVALID', 'invalid'],
    ['calls', 'POS', 'positive'],
    ['strict', 'NEG', 'invalid'],
    ['strict', 'POS', 'invalid'],
  ])('cobas: kit %s, targets %s without a Ct is %s', async (kit, call, expected) => {
    const targets = [
      { code: 'TGT1', target: 'ORF1AB', kitId: kit },
      { code: 'TGT2', target: 'N', kitId: kit },
    ];
    await speak('cobas-6800', { kit: { id: kit, version: 1 }, targets });
    const one = await tube('received');
    const obx = (code: string, value: string) =>
      `OBX|1|CE|${code}^${code}^L|R1|${value}^^L||||||F|||||||||20300101120000+0800`;
    await send(
      [
        'MSH|^~\\&|app-drill-1|facility-drill-1|||20300101120000+0800||OUL^R22|CB1|P|2.5|||NE|AL',
        `SPM|1|${one.code}`,
        obx('TGT1', call),
        obx('TGT2', call),
        obx('IC', 'VALID'),
      ].join('\r'),
    );
    expect((await callsOf(one.tubeId)).map((called) => called.call)).toEqual([expected]);
  });

  it('keeps what was odd about a message that was read all the same, and closes its task when it is read again', async () => {
    const name = await speak('generic', { messageTypes: ['OUL^R22'] });
    const text = `MSH|^~\\&|A|B|||20300101120000||ORU^R01|N1|P|2.5.1||||||ASCII\rPID|1||||\u5f20\rOBR|1||T1\rOBX|1|NM|N||28||||||F\r`;
    const [single = ''] = await send(text);
    const [batch = ''] = await send(`BHS|^~\\&\r${text.replace('|N1|', '|N2|')}BTS|5\r`);
    const notesOf = async (id: string) =>
      (await database().db<{ notes: string[] }[]>`select notes from instrument_message where id = ${id}`)[0]
        ?.notes;
    expect(await notesOf(single)).toEqual(['character-set-guessed:utf-8']);
    expect(await notesOf(batch)).toEqual(['character-set-guessed:utf-8', 'batch-count']);
    const tasks = async () => [
      ...(await database().db<{ code: string; open: boolean }[]>`
        select code, closed_at is null as open from attention where subject = ${`message:${single}`} order by id`),
    ];
    expect(await tasks()).toEqual([{ code: 'message-not-results', open: true }]);
    // as unreadable as before: the same task stays
    await again([single]);
    expect(await tasks()).toEqual([{ code: 'message-not-results', open: true }]);
    expect(await fate([single])).toBe(`parked not-results ${name}`);
    await speak('generic');
    await again([single]);
    expect((await tasks())[0]).toEqual({ code: 'message-not-results', open: false });
  });

  it('a message that one version cannot read is parked, and read by the next', async () => {
    const first = await speak('generic');
    const plate = await plateOf(database().owner, database().context, laboratory, 1);
    const text = [
      'MSH|^~\\&|app-drill-1|facility-drill-1|||20300101120000+0800||ORU^R01|1|P|2.5.1',
      'OBR|1',
      `SPM|1|${plate.wells[0]?.tubeCode}`,
      `SAC||||||||||${plate.barcode}|A1`,
      'OBX|1|NM|FAM||28||||||F',
      'OBX|2|NM|VIC||25||||||F',
    ].join('\r');
    const ids = await send(text);
    expect(await fate(ids)).toBe(`parked targets-unknown ${first}`);
    const targets = [
      { code: 'FAM', target: 'N' },
      { code: 'VIC', target: 'IC' },
    ];
    const next = await speak('generic', { targets });
    await again(ids);
    expect(await fate(ids)).toBe(`interpreted  ${next}`);
    const read = () =>
      database().db`select target, ct from reading where message_id = ${ids[0] ?? ''} order by target`;
    expect([...(await read())]).toEqual([
      { target: 'IC', ct: 25 },
      { target: 'N', ct: 28 },
    ]);
    await again(ids);
    expect((await read()).length).toBe(2);
    expect(await attention()).toEqual(['message-targets-unknown']);
  });
});
