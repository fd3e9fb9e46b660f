import { describe, expect, it } from 'vitest';
import { offerOrphansAgain } from './orphans.js';
import { plateOf } from './plate.fixture.js';
import { profilesBench } from './profiles.fixture.js';

describe('messages without a plate, and those read again', { timeout: 60_000 }, () => {
  const { again, attention, database, fate, laboratory, send, speak, tube, work } = profilesBench();
  it('by tube: the one open plate, controls by the names of the worklist', async () => {
    // the fixture stores UTF-8; the profile's GBK would read something out of that, too
    const profile = await speak('qry-q02', { characterSet: 'UTF-8' });
    const plate = await plateOf(database().owner, database().context, laboratory(), 2);
    const oru = (code: string, flag: 0 | 2, cts: [number | '', number | '', number | '']) =>
      [
        `MSH|^~\\&|||||20300101121000||ORU^R01|2|P|2.3.1||||${flag}||ASCII`,
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
    const { sweepId, laboratoryId, technicianId } = laboratory();
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
    const plate = await plateOf(database().owner, database().context, laboratory(), 1);
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
