import { enterLaboratory } from '#lis/testing';
import { describe, expect, it } from 'vitest';
import { offerOrphansAgain } from './orphans.js';
import { profilesBench } from './profiles.fixture.js';

describe('messages of sample-to-answer analysers', { timeout: 60_000 }, () => {
  const { again, attention, callsOf, database, fate, receive, send, speak, tube, work } = profilesBench();
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
});
